"""What does an admin see of the devices that the organization manages?"""

import uuid

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from devices.lists.managed_devices import MANAGED_DEVICES
from devices.models import ManagedDevice
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission


@require_safe
@page(Permission.DEVICES_READ)
def managed_devices(request: PortalRequest) -> HttpResponseBase:
    """Devices > Managed devices."""
    return answer(request, MANAGED_DEVICES, ManagedDevice.objects.for_tenant(request.tenant))


@require_safe
@page(Permission.DEVICES_READ)
def managed_device(request: PortalRequest, graph_id: uuid.UUID) -> HttpResponse:
    """Everything about one of them."""
    device = ManagedDevice.objects.for_tenant(request.tenant).filter(graph_id=graph_id).first()
    if device is None:
        raise Http404("There is no such device.")
    return render(request, "devices/managed_device.html", {"device": device})
