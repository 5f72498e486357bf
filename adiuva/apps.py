from django.apps import AppConfig


class AdiuvaConfig(AppConfig):
    name = "adiuva"
