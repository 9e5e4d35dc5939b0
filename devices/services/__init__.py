"""What can happen to a registration: enrolment, reports, evaluation, the sweep, wipes."""
