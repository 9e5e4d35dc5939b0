"""What do templates ask that Django has no tag for?"""

from django import template

register = template.Library()
