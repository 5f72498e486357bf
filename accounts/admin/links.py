from django.utils.html import format_html


def link(url: str, text: object) -> str:
    return format_html('<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>', url, text)
