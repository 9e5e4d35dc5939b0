"""What does the simulator surface answer? The clock, the settings, a sweep on demand, and explanations."""

from django.urls import path

from devices.simulator_api.explanations import ExplanationView
from devices.simulator_api.steering import ClockView, ReevaluationView, SettingsView

urlpatterns = [
    path("clock", ClockView.as_view()),
    path("settings", SettingsView.as_view()),
    path("reevaluate", ReevaluationView.as_view()),
    path("registrations/<str:registration>/explanation", ExplanationView.as_view()),
]
