"""Names are found by how they sound, in Thai and in Latin letters, and strangers are not."""

import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.thai import fold, name_words, ngrams, phonetic_keys, similarity, split_title

VARIANTS = [
    ("มูฮัมหมัด", "มูฮำหมัด", "มุฮัมมัด", "มะ", "มูหำหมัด", "มุฮำมัด", "Muhammad", "Mohamad", "Mohammed", "Muhd"),
    ("อับดุลเลาะ", "อับดุลลาะห์", "อับดุลลอฮ์", "อับดุลเลาะห์", "อับดุลเลาะฮ์", "ดอเลาะ", "Abdulloh", "Abdullah"),
    ("ฟาตีเมาะ", "ฟาติเมาะฮ์", "ฟาตีมะห์", "ปาตีเมาะ", "Fatimah", "Patimoh"),
    ("บินเยาะห์", "บินเยาะ", "Binyoh"),
    ("โซรยา", "โชรยา", "Soraya"),
    ("เจะแว", "เจ๊ะแว", "Jehwae", "Cheawae"),
    ("เจ๊ะมีเนาะ", "เจะมีเนาะ", "แจะมีนะ"),
    ("รอกีเยาะ", "รอกิเยาะ", "Rokiyah", "Rokiah"),
    ("อามีเนาะ", "อามีนะห์", "นิอามีเนาะ", "Aminah"),
    ("คอดีเยาะ", "คอดีญะห์", "Khadijah"),
    ("Jamilah", "ยามีละห์", "จามีละห์"),
    ("สุไลมาน", "สุลัยมาน", "Sulaiman"),
    ("อาดัม", "อาดำ", "Adam"),
    ("อิสมาแอ", "อิสมาแอล", "Ismail"),
    ("สมชาย", "ส้มชาย", "Somchai", "SOMCHAY"),
    ("ณัฐกานต์", "นัฐกาน", "Natthakan"),
    ("ธีรเดช", "ทีรเดช", "Theeradej", "Thiradet"),
    ("วรัญญา", "วรัญา", "Waranya"),
    ("ปัณณ์", "ปัณ", "ปัน", "Pan"),
    ("บัวผัน", "บัวพัน", "Buaphan"),
    ("คำแพง", "คำแผง", "Khampaeng"),
    ("สมเกียรติ", "Somkiat"),
    ("กรรณิการ์", "กันนิกา", "Kannika"),
    ("ประเสริฐ", "ประเสิด", "Prasert", "Prasoet"),
    ("พรทิพย์", "Pornthip", "Phonthip"),
    ("พัชรินทร์", "Phatcharin", "Patcharin"),
    ("ฉัตรชัย", "Chatchai"),
    ("กฤษณะ", "Kritsana"),
    ("ยิ่งลักษณ์", "Yingluck"),
    ("อมรรัตน์", "Amornrat"),
    ("ณัฐพงศ์", "ณัฐพงษ์", "Nattapong", "Natthaphong"),
    ("ขวัญใจ", "Khwanjai", "Kwanchai"),
]


@pytest.mark.parametrize("names", VARIANTS, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_key_with_the_first(names):
    lost = [other for other in names[1:] if not phonetic_keys(names[0]) & phonetic_keys(other)]
    assert lost == []


def test_different_names_share_no_key():
    names = ["สมชาย", "วรัญญา", "มูฮัมหมัด", "ฟาตีเมาะ", "ประเสริฐ", "กนกวรรณ", "บุญเลิศ", "ทองสุข", "เอกชัย", "อับดุลเลาะ"]
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            assert not phonetic_keys(one) & phonetic_keys(other), (one, other)


def test_a_full_name_has_pair_keys_that_survive_spelling_script_and_order():
    pairs = {key for key in phonetic_keys("ฟาตีเมาะ เจะแว") if key.startswith("p")}
    for other in ("ฟาติเมาะฮ์ เจ๊ะแว", "เจะแว ฟาตีเมาะ", "น.ส.ฟาตีเมาะ เจะแว", "Fatimah Jehwae"):
        assert pairs & phonetic_keys(other), other
    assert not pairs & phonetic_keys("ฟาตีเมาะ ดอเลาะ")


def test_keys_are_short_ascii_with_a_kind():
    for key in phonetic_keys("นางสาวณัฐกานต์ วรรณประเสริฐกุล"):
        assert key.isascii()
        assert key[0] in "fcp"
        assert len(key) <= 40


@pytest.mark.parametrize(
    ("written", "title", "name"),
    [
        ("นายสมชาย ใจดี", "นาย", "สมชาย ใจดี"),
        ("นางสาวบัว", "นางสาว", "บัว"),
        ("น.ส. บัว แก้ว", "น.ส.", "บัว แก้ว"),
        ("ด.ช.ภูผา ศรีวรรณา", "ด.ช.", "ภูผา ศรีวรรณา"),
        ("พ.ต.อ.หญิง ดร.สมศรี ดี", "พ.ต.อ.หญิง ดร.", "สมศรี ดี"),
        ("ว่าที่ ร.ต.หญิง มาลี", "ว่าที่ ร.ต.หญิง", "มาลี"),
        ("ฮัจยี อาแซ", "ฮัจยี", "อาแซ"),
        ("Mr. John Doe", "Mr.", "John Doe"),
        ("น้องใบบัว", "น้อง", "ใบบัว"),
        ("คุณสมศรี", "คุณ", "สมศรี"),
        ("นายิกา", "", "นายิกา"),
        ("คุณากร", "", "คุณากร"),
        ("น้อง", "", "น้อง"),
        ("นาย", "", "นาย"),
        ("สมชาย ณ นคร", "", "สมชาย ณ นคร"),
        ("ครู", "", "ครู"),
    ],
)
def test_titles_are_split_off_but_never_the_name(written, title, name):
    parts = split_title(written)
    assert (parts.title, parts.name) == (title, name)


def test_connectors_do_not_count_as_names():
    assert name_words("อาดัม บิน ฮาซัน") == ("อาดัม", "ฮาซัน")
    assert name_words("Siti binti Ahmad") == ("siti", "ahmad")
    assert name_words("สมชาย ณ นคร") == ("สมชาย", "นคร")
    assert name_words("ณ") == ("ณ",)


def test_the_nearest_spelling_ranks_first():
    wanted = "ฟาตีเมาะ เจะแว"
    others = ["ฟาตีเมาะ ดอเลาะ", "ฟาริดา เจะแว", "สมชาย ใจดี", "ปาริชาติ แจ่มใส"]
    for typed in ("ฟาติเมาะฮ์ เจ๊ะแว", "เจะแว ฟาตีเมาะ", "Fatimah Jehwae"):
        best = max([wanted, *others], key=partial(similarity, typed))
        assert best == wanted, typed
    assert similarity("นายสมชาย ใจดี", "สมชาย ใจดี") == 1.0
    assert similarity("", "สมชาย") == 0.0


def test_a_part_of_a_name_is_found_by_its_pieces():
    assert ngrams("กนกว") - {"กว$"} <= ngrams("กนกวรรณ") | {"กว$", "กวร"}
    assert len(ngrams("ณัฐกานต์") & ngrams("นัฐกาน")) >= 3
    assert not ngrams("สมชาย") & ngrams("วิไล")


@given(st.text(max_size=60))
def test_any_text_has_keys_without_fault(text):
    for key in phonetic_keys(text):
        assert key.isascii()
    assert 0.0 <= similarity(text, "สมชาย ใจดี") <= 1.0
    ngrams(text)


@given(st.text(alphabet="กขคงจชซญณดตถทธนบปผพฟภมยรลวศสหอะาิีุูเแโไำ์่้ัฤ็รร", max_size=14))
def test_any_thai_writing_has_keys_and_folding_settles(word):
    keys = phonetic_keys(word)
    assert keys == phonetic_keys(word)
    assert fold(word) == fold(word)


def test_keys_stay_selective():
    """One key must not draw in a large part of the people: measured over names put together from common syllables."""
    pieces = ["สม", "ชัย", "วรร", "ณา", "ศิริ", "พร", "กาญ", "จนา", "บุญ", "เลิศ", "ธน", "วัฒน์", "ปิย", "มาศ", "อรุณ", "รัตน์"]
    chance = random.Random(7)  # noqa: S311
    names = ["".join(chance.sample(pieces, 2)) + " " + "".join(chance.sample(pieces, 3)) for _ in range(500)]
    pairs = [key for name in names for key in phonetic_keys(name) if key[0] == "p"]
    assert max(pairs.count(key) for key in set(pairs)) <= 25
