"""Icons that the script draws; the page carries them in its sprite."""

USED = (
    "alert-triangle", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "camera", "check", "chevron-right", "circle-check", "clipboard-list",
    "cloud-check", "device-mobile", "info-circle", "key", "lock", "lock-open", "logout", "map-pin", "plus", "send", "shield-lock", "wifi-off", "world",
)
