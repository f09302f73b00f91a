"""What a feed is called, what it says of itself, and the page that shows the same to people."""

from digest.model.site import Subscription
from digest.render import addresses
from digest.render.templating import Templates


def title_of(subscription: Subscription, templates: Templates) -> str:
    """Name a feed as a reader's list of feeds shows it."""
    name = subscription.of.name if subscription.of else ""
    return templates.words(f"feed.title.{subscription.kind}", site=templates.project.site_name, name=name)


def subtitle_of(subscription: Subscription, templates: Templates) -> str:
    """Say what a feed holds: a topic's definition, or a sentence."""
    if subscription.about:
        return subscription.about
    name = subscription.of.name if subscription.of else ""
    return templates.words(f"feed.about.{subscription.kind}", description=templates.project.site_description, name=name)


def group_of(subscription: Subscription, templates: Templates) -> str | None:
    """Name the heading under which a list of feeds shows it, if it needs one."""
    match subscription.kind:
        case "topic":
            return templates.words("topics.title")
        case "lab":
            return templates.words("labs.title")
    return None


def page_of(subscription: Subscription) -> str:
    """Find the page that shows to people what a feed holds."""
    match subscription.kind:
        case "everything":
            return addresses.HOME
        case "code":
            return addresses.CODE
        case "editions":
            return addresses.EDITIONS
        case "changes":
            return addresses.CORRECTIONS
        case "topic":
            assert subscription.of is not None
            return addresses.topic(subscription.of.id)
        case "lab":
            assert subscription.of is not None
            return addresses.lab(subscription.of.id)
