"""Organisations as offices, not people: types, the tree, desks, what they offer, other names, rosters and hotlines.

Public facts: nothing here is encrypted or scoped, and no name of a person belongs in any field.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from prasan.ground import ids
from prasan.ground.vault.processing import nobody
from prasan.registry.areas.models import Area, RegionSet


class Sector(models.TextChoices):
    """Which part of society an organisation belongs to (seed rows A-29 to A-36)."""

    STATE = "state", "ภาครัฐ"
    PRIVATE = "private", "ภาคเอกชน"
    CIVIL_SOCIETY = "civil_society", "ภาคประชาสังคม"
    ACADEMIC = "academic", "ภาควิชาการ"
    LOCAL = "local", "ท้องถิ่น"
    RELIGIOUS = "religious", "องค์กรศาสนา"
    INTERNATIONAL = "international", "องค์กรระหว่างประเทศ"


class Reach(models.TextChoices):
    """At which level an organisation works (seed rows A-44 and A-45)."""

    NATIONAL = "national", "ส่วนกลาง"
    REGIONAL = "regional", "ระดับภาค"
    PROVINCIAL = "provincial", "จังหวัด"
    DISTRICT = "district", "อำเภอ"
    SUBDISTRICT = "subdistrict", "ตำบล"


class OrganisationType(models.Model):
    """A kind of organisation. Rows, so that a province adds one without code (A-22).

    `short_th` comes before the name of an area in what people say ("พมจ." + "ขอนแก่น"), and search finds it.
    Bodies of a `security` type never see the context "unrest" of a report (domain.md 10.4).
    """

    processing = nobody("names, numbers and addresses of offices, which are public", "name_th", "name_en", "short_th")
    code = models.SlugField(max_length=40, primary_key=True)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short_th = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=16, choices=Sector.choices)
    level = models.CharField(max_length=12, choices=Reach.choices)
    state = models.BooleanField()
    security = models.BooleanField(default=False)
    desk = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Service(models.Model):
    """A service that a person can look for, in the words that they would use."""

    processing = nobody("names of services", "name_th", "name_en")
    code = models.SlugField(max_length=40, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    """An office, a unit of one, or a body outside the state.

    `path` holds the hex ids of all organisations above and its own, joined by "/": subtree and ancestors without recursion.
    `area` is where it serves; none and no `serves` set means the whole country. `unit` tells the units of one office apart.
    `generated` rows were made from the list of subdistricts and wait for real data; `marked_plausible` ones stand in for
    agencies that no source names.
    """

    processing = nobody(
        "names, numbers and addresses of offices, which are public", "name_th", "name_en", "sort_key", "search_text",
        "path", "phones", "address", "opening_hours_th", "opening_hours_en", "languages", "note_th",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    type = models.ForeignKey(OrganisationType, models.PROTECT, related_name="organisations")
    unit = models.SlugField(max_length=40, blank=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=400)
    search_text = models.CharField(max_length=1200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    path = models.CharField(max_length=660, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="organisations")
    serves = models.ForeignKey(RegionSet, models.PROTECT, null=True, blank=True, related_name="organisations")
    level = models.CharField(max_length=12, choices=Reach.choices)
    sector = models.CharField(max_length=16, choices=Sector.choices)
    is_desk = models.BooleanField(default=False)
    phones = models.JSONField(default=list, blank=True)
    address = models.CharField(max_length=300, blank=True)
    opening_hours_th = models.CharField(max_length=120, blank=True)
    opening_hours_en = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list, blank=True)
    wheelchair = models.BooleanField(null=True, blank=True)
    generated = models.BooleanField(default=False)
    marked_plausible = models.BooleanField(default=False)
    note_th = models.CharField(max_length=300, blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_until = models.DateField(null=True, blank=True)

    class Meta:
        """What holds whatever writes, and the ways in which rows are looked for."""

        constraints = (
            models.CheckConstraint(name="organisation_serves_area_or_set", condition=Q(area=None) | Q(serves=None)),
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(active_from=None) | Q(active_until=None) | Q(active_until__gte=F("active_from")),
            ),
        )
        indexes = (
            models.Index(fields=("type", "area"), name="organisation_by_type"),
            models.Index(fields=("area", "is_desk"), name="organisation_by_area"),
        )

    def __str__(self) -> str:
        return self.name_th

    def name(self, lang: str = "") -> str:
        """Its Thai name, or for another language (default: the reader's) the English one where one is recorded."""
        return self.name_th if (lang or get_language() or "th") == "th" or not self.name_en else self.name_en


class ServiceOffered(models.Model):
    """One service at one organisation, with its own hours where they differ from the office's."""

    processing = nobody("names, numbers and addresses of offices, which are public", "hours_th", "hours_en", "note_th")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="offers")
    hours_th = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)
    note_th = models.CharField(max_length=300, blank=True)

    class Meta:
        """A service stands once at an organisation."""

        constraints = (models.UniqueConstraint(fields=("organisation", "service"), name="service_offered_once"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.service_id}"


class Alias(models.Model):
    """Another name or abbreviation of an organisation; search finds it (สค. and สล. are one department)."""

    processing = nobody("names, numbers and addresses of offices, which are public", "text")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)

    class Meta:
        """A name stands once at an organisation; two organisations may share an abbreviation."""

        constraints = (models.UniqueConstraint(fields=("organisation", "text"), name="alias_once"),)

    def __str__(self) -> str:
        return self.text


class Tie(models.Model):
    """A bond that is not command: an owner of a joint centre (M-13), or a member of a network (A-28)."""

    class Kind(models.TextChoices):
        """What binds the two."""

        JOINT_OWNER = "joint_owner", "เจ้าของร่วม"
        MEMBER = "member", "สมาชิกเครือข่าย"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="tied_to")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta:
        """No bond twice, and none to oneself."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "other", "kind"), name="tie_once"),
            models.CheckConstraint(name="tie_to_another", condition=~Q(organisation=F("other"))),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.other_id}"


class Roster(models.Model):
    """The agencies of one province under a memorandum, and how many there should be (M-07)."""

    processing = nobody("names, numbers and addresses of offices, which are public", "title_th", "source")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    province = models.ForeignKey(Area, models.PROTECT, related_name="rosters")
    title_th = models.CharField(max_length=200)
    agreed_on = models.DateField()
    expected = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        """One roster for a province and an agreement."""

        constraints = (models.UniqueConstraint(fields=("province", "agreed_on"), name="roster_once"),)

    def __str__(self) -> str:
        return f"{self.province_id} {self.agreed_on}"


class RosterPlace(models.Model):
    """One agency on a roster; `named` in the source, or only plausible and still to be confirmed."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="places")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roster_places")
    position = models.PositiveSmallIntegerField()
    named = models.BooleanField()

    class Meta:
        """An agency stands once on a roster."""

        constraints = (models.UniqueConstraint(fields=("roster", "organisation"), name="roster_place_once"),)

    def __str__(self) -> str:
        return f"{self.roster_id} {self.position}"


class Hotline(models.Model):
    """A short number and what it is for, between two dates."""

    processing = nobody(
        "names, numbers and addresses of offices, which are public", "number", "name_th", "name_en", "for_th", "for_en",
        "hours_th", "hours_en", "languages",
    )
    number = models.CharField(max_length=6)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    for_th = models.CharField(max_length=160)
    for_en = models.CharField(max_length=160)
    hours_th = models.CharField(max_length=80)
    hours_en = models.CharField(max_length=80)
    languages = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    checked = models.BooleanField(default=False)

    class Meta:
        """A number may come back with another meaning from another day."""

        constraints = (
            models.UniqueConstraint(fields=("number", "effective_from"), name="hotline_once"),
            models.UniqueConstraint(
                fields=("number",), condition=Q(effective_from=None), name="hotline_of_unknown_start_once"
            ),
        )

    def __str__(self) -> str:
        return self.number
