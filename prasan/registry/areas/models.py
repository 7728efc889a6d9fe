"""Areas and sets of areas. Public facts: nothing here is encrypted or scoped."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from prasan.ground.vault.processing import nobody


class Level(models.TextChoices):
    """How large an area is; the code has 2, 4, 6 or 8 digits."""

    PROVINCE = "province", "จังหวัด"
    DISTRICT = "district", "อำเภอ"
    SUBDISTRICT = "subdistrict", "ตำบล"
    VILLAGE = "village", "หมู่บ้าน"


DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 4, Level.SUBDISTRICT: 6, Level.VILLAGE: 8}


def _is_of(level: Level) -> Q:
    return Q(Exact(Length("code"), DIGITS[level]), level=level)


class Area(models.Model):
    """One area under its official code. An abolished one stays and names the codes that took its place, where known."""

    processing = nobody("names of places", "name_th", "name_en", "sort_key", "postal_codes", "replaced_by")
    code = models.CharField(max_length=8, primary_key=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name_th = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    sort_key = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=4, blank=True)
    postal_codes = models.CharField(max_length=60, blank=True)
    abolished_on = models.DateField(null=True, blank=True)
    replaced_by = models.CharField(max_length=80, blank=True)
    pilot = models.BooleanField(default=False)

    class Meta:
        """Rules that hold whatever writes."""

        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="area_code_fits_level",
                condition=_is_of(Level.PROVINCE)
                | _is_of(Level.DISTRICT)
                | _is_of(Level.SUBDISTRICT)
                | _is_of(Level.VILLAGE),
            ),
            models.CheckConstraint(
                name="area_has_parent_unless_province",
                condition=Q(level=Level.PROVINCE, parent=None) | (~Q(level=Level.PROVINCE) & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(name="area_pilot_is_province", condition=Q(pilot=False) | Q(level=Level.PROVINCE)),
            models.CheckConstraint(
                name="area_replaced_only_if_abolished", condition=Q(replaced_by="") | Q(abolished_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}"


class RegionSet(models.Model):
    """Provinces that are served or compared together, such as the five of the border-provinces centre."""

    processing = nobody("names of groups of provinces", "name_th", "name_en")
    code = models.SlugField(max_length=20, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.code


class RegionSetMember(models.Model):
    """One area in one set."""

    region_set = models.ForeignKey(RegionSet, models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, models.PROTECT, related_name="memberships")

    class Meta:
        """An area is in a set once."""

        constraints = (models.UniqueConstraint(fields=("region_set", "area"), name="region_set_member_once"),)

    def __str__(self) -> str:
        return f"{self.region_set_id} {self.area_id}"
