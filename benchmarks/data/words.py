"""The vocabulary of generated records: seeded, made for this benchmark, no catalogue's data."""

import random

# Latin words as titles and notes use them; some carry precomposed, some combining diacritics.
_PLAIN = """
account acid aerial album almanac ancient annual archive art atlas autumn ballad basin beyond birth
border botany breath bridge bronze cabin canal canon castle cedar century chemistry circle city
clay climate coast colour comedy compass concise copper coral council country court craft creation
culture dance dawn delta desert design diary dictionary drama drawing early earth economy elements
empire engine engraving essay estate evidence exile fable family farm fiction field figure fire
flora forest form fortune foundation fragment frontier garden geology ghost glass glossary grammar
granite guide habit handbook harbour harvest heritage history horizon house hunger ice identity
image index industry ink inquiry introduction iron island journey kingdom knowledge labour lake
landscape language lantern law leaf legend lesson letters library light limestone logic loom
machine map marble margin market measure medicine memoir memory meridian method migration mill
mineral mirror modern monument moon morning motion mountain museum music myth narrative nature
network night north notes novel number ocean opera orchard order origin outline paper parish
passage pattern people philosophy physics picture pilgrim plain planet plough poems politics port
portrait power practice press principle printing problem province quarry quarter question railway
rain reader reason record reform region religion report republic research revised rhythm river road
romance root royal salt science season sediment selected series settlement shadow ship shore silk
silver sketch society soil song source south space spring stage star statistics steam stone storm
story strait structure study summer survey symbol system tale technique temple theatre theory tide
timber tower town trade tradition travel treatise tree tribe twilight union valley village vision
voice volume voyage wall water weather west wheat wind winter wood word workshop world writing year
"""
_ACCENTED = """
abrégé société théâtre français élémentaire poésie génération siècle où forêt île façade
für über Straße Größe Mädchen Österreich Bücher Völker Länder Geschäft Übung
años niños música región también español corazón señor política estación
história coração informação português São ciências língua nação órgão
příběh dějiny česká řeka žena učebnice světla město člověk
życie świat łódź książka miłość źródło ćwiczenia polską dziś
år språk börn saga århundrade øst sjöfart händer fjäll høst
güneş şehir çocuk değişim ağaç öykü sözlük
"""
# Decomposed, as many libraries deliver it: a base letter, then its combining mark.
_COMBINING = """
e\u0301tude re\u0301cit Mu\u0308nchen Ko\u0308ln pe\u0301riode mode\u0300le mane\u0303ana
S\u030ckola c\u030ces\u030cka\u0301 a\u0304tman va\u0304da s\u0301a\u0304stra n\u0323atya
"""
_CYRILLIC = """
история русская литература очерк книга земля народ слово песня город век наука язык поэзия
природа война мир рассказы дорога свет море память
"""
_GREEK = """
ιστορία γλώσσα ελληνική θάλασσα ποίηση βιβλίο λόγος μνήμη φως πόλη δρόμος νησί
"""
_HEBREW = "ספר תולדות ארץ שיר לשון עיר אור זכרון דרך ים"
_ARABIC = "كتاب تاريخ الأدب العربية مدينة شعر لغة أرض بحر ذاكرة"
_CJK = "歷史 文學 研究 中國 語言 藝術 山水 詩集 日本 文化 東洋 世界 思想 社会 한국 문학 역사 연구"

_OPENINGS = """
Al An Bar Ben Cor Dal Der El Fal Gar Hal Har Jan Kar Lin Mar Nor Ol Per Ros Sal Tor Val Wil
"""
_MIDDLES = "a ba ber da den e ga i ka la le ma mer na ne o ra ri sa ta ti vo"
_ENDINGS = """
berg by court dale dotti ez feld ford holm ic ier ing ini kov ley man mont ović ron ska sen son
stein ström tér well zak
"""
_GIVEN_NAMES = """
Ada Agnès Ana Anton Beatriz Boris Carla Chloë Clara Dmitri Edith Elena Émile Erik Esther Farid Fiona
Georg Greta Hana Hugo Ines Ivan Jakob José Karel Lena Luís Marta Milan Nadia Noor Olga Otto Paulo
Petra Renée Rosa Samir Søren Tadeusz Tomás Ulla Vera Viktor Wanda Yusuf Zoë
"""
_PLACES = """
London Paris Berlin Leipzig München Wien Praha Kraków Lisboa Madrid Barcelona Roma Torino Genève
Zürich Amsterdam Leiden København Göteborg Oslo Helsinki Dublin Edinburgh Oxford Chicago Boston
Toronto Montréal Sydney Wellington Delhi Nairobi Kyōto Bogotá Quito Lima
"""
_LANGUAGES = "eng eng eng eng ger fre spa por cze pol swe tur ita rus chi jpn ara heb gre kor"

WORDS = _PLAIN.split() * 4 + _ACCENTED.split() + _COMBINING.split()
SCRIPTS = [script.split() for script in (_CYRILLIC, _GREEK, _HEBREW, _ARABIC, _CJK)]
GIVEN_NAMES = _GIVEN_NAMES.split()
PLACES = _PLACES.split()
LANGUAGES = _LANGUAGES.split()


def names(seed: int, count: int) -> list[str]:
    """`count` made-up family names."""
    rng = random.Random(f"names {seed}")
    openings, middles, endings = _OPENINGS.split(), _MIDDLES.split(), _ENDINGS.split()
    return [
        rng.choice(openings)
        + "".join(rng.choices(middles, k=rng.randint(0, 2)))
        + rng.choice(endings)
        for _ in range(count)
    ]
