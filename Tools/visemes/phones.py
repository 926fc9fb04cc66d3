"""Phone symbols of every engine we train on, mapped to the 15 Oculus visemes.

A phone that no viseme names well (a rolled r, a Spanish approximant) maps to None: its frames
carry no loss, so a doubtful label never teaches anything.
"""

VISEMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"]
INDEX = {name: i for i, name in enumerate(VISEMES)}

# How far the lips part for each viseme, 0 closed … 1 wide open. Used for the openness output and to
# score correlation; the ranking follows the jaw and lip apertures usual for these sounds in English.
OPENNESS = [0.05, 0.0, 0.12, 0.30, 0.30, 0.35, 0.30, 0.20, 0.32, 0.35, 1.0, 0.70, 0.45, 0.65, 0.30]

# Seven groups a viewer can tell apart: closed, lip-teeth, rest, narrow consonants, open, spread, round.
GROUPS = [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 4, 5, 5, 6, 6]


def _table(text):
    table = {}
    for line in text.strip().splitlines():
        viseme, symbols = line.split(":", 1)
        for symbol in symbols.split():
            table[symbol] = viseme.strip()
    return table


ENGLISH = _table("""
sil: pau sil h# brth
PP: p b m
FF: f v
TH: th dh
DD: t d dx
kk: k g ng hh
CH: ch jh sh zh
SS: s z
nn: n l en el
RR: r er axr
aa: aa ae ah ax
E: eh
I: ih iy y ix
O: ao
U: uw uh w
""")
# A diphthong's mouth moves: the first 60 % shows the first viseme, the rest the second.
DIPHTHONGS = {
    "ay": ("aa", "I"), "ey": ("E", "I"), "oy": ("O", "I"), "aw": ("aa", "U"), "ow": ("O", "U"),
    "aI": ("aa", "I"), "eI": ("E", "I"), "OI": ("O", "I"), "aU": ("aa", "U"), "oU": ("O", "U"),
}
# Italian, Czech, Finnish and Catalan: near-phonemic spellings; length and stress marks are stripped.
ROMANCE = _table("""
sil: # pau sil _ __
PP: p b m
FF: f v
DD: t d t~ d~
kk: k g x h ch ng N
CH: tS dZ S Z s~ z~ c~ dz~
SS: s z ts dz c
nn: n l J L n~
aa: a ax ae
E: e E
I: i j y1
O: o O
U: u w
""")
FINNISH = dict(ROMANCE, y="U")
CZECH = dict(ROMANCE, y="I")
RUSSIAN = _table("""
sil: pau
PP: p b m pp bb mm
FF: f v ff vv
DD: t d tt dd
kk: k g h kk gg hh
CH: ch sch sh zh
SS: s z c ss zz
nn: n l nn ll
aa: a aa
E: e ee
I: i ii j
O: o oo
U: u uu
""")
ESPEAK = _table("""
sil: _: _ _! END
PP: p b m m-
FF: f v
TH: T D
DD: t d t# t2
kk: k g N h x
CH: tS dZ S Z
SS: s z ts dz
nn: n l n- n^ l^ @L
RR: r 3: 3 r-
aa: a A: A a# aa @ @2 V A@
E: E E2 e
I: i i: I I2 I# j
O: 0 O O: O2 o O@ o@
U: U u u: w
""")
VOWELS = {"aa", "E", "I", "O", "U"}


def visemes_of(symbol, table, strip=""):
    """The viseme indices that a phone shows one after the other; empty when it has none."""
    if symbol in DIPHTHONGS and table in (ENGLISH, ESPEAK):
        return [INDEX[v] for v in DIPHTHONGS[symbol]]
    name = table.get(symbol) or table.get(symbol.rstrip(strip) if strip else symbol)
    return [INDEX[name]] if name else []


def frame_labels(segments, table, frames, hop=0.01, strip="", lenition=False):
    """Viseme per 10 ms frame (-1: no label). `segments` are (symbol, start, end) in seconds.

    `lenition`: b d g between vowels are approximants in this language and stay unlabelled.
    """
    labels = [-1] * frames
    kinds = [visemes_of(s, table, strip) for s, _, _ in segments]
    for k, (symbol, start, end) in enumerate(segments):
        shapes = kinds[k]
        if not shapes:
            continue
        if lenition and symbol in "bdg" and 0 < k < len(segments) - 1:
            around = [VISEMES[n[-1]] for n in (kinds[k - 1], kinds[k + 1]) if n]
            if len(around) == 2 and all(v in VOWELS for v in around):
                continue
        for i in range(max(0, int(start / hop + 0.5)), min(frames, int(end / hop + 0.5))):
            late = (i + 0.5) * hop - start > 0.6 * (end - start)
            labels[i] = shapes[-1] if late else shapes[0]
    return labels
