"""Where do the shell's own pages stand?"""

from django.contrib.auth.views import LogoutView
from django.urls import path

from intune_sim.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
]
