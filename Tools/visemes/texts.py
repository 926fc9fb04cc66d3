"""Sentences to synthesise: written here or drawn from the licence texts every Debian system carries."""

import random
import re

SUBJECTS = """my mother|the old postman|a patient farmer|the baby|Bob and Pam|our family|every bold painter|the famous vet
the prime minister|my best friend|both of them|a brave puppy|the big company|five women|the whole village|your uncle
the number seven bus|nobody|a happy shepherd|the young author|this machine|their beautiful voice|Mister Babbage""".replace("\n", "|").split("|")
VERBS = """bought|put away|may move|prefers|never found|will remember|wants to borrow|is building|opened|looked for
gave up|made|has washed|imagined|keeps|climbed over|believes in|threw|measured|paid for|could hear|began|judges""".replace("\n", "|").split("|")
OBJECTS = """a purple bumper|the pipe and the pump|some warm bread|five maps|the paper boat|a small umbrella|that movie
both apple pies|the blue van|his own book|an empty bottle|the broom by the barn|a very heavy box|the yellow leaf
those thick leather gloves|a cup of hot coffee|the new computer|a garage full of junk|the treasure|an old violin
the boy's voice|the weather|some rubber boots|a pleasant smell|the church tower|a good idea|thirty three things""".replace("\n", "|").split("|")
TAILS = """on Monday|before breakfast|for the first time|in the middle of May|at the beach|with a smile|by the river
though it was raining|and then went home|if possible|maybe tomorrow|from above|because of Tom|without a doubt
every other week|in the shop|under the bridge|while we were asleep|as usual|about noon|near the farm""".replace("\n", "|").split("|")

ONSETS = "p b m f v t d k g s z n l p b m".split()
CYRILLIC = dict(zip("pbmfvtdkgsznlaeiou", "пбмфвтдкгсзнлаеиоу"))


def english(rng, count):
    words = []
    for name in ("GPL-3", "Apache-2.0", "MPL-2.0", "Artistic"):
        with open(f"/usr/share/common-licenses/{name}", encoding="utf-8") as file:
            words += re.findall(r"\b[a-z]{2,12}\b", file.read().lower())
    words = sorted(set(words))
    lips = [w for w in words if re.search("[pbmfvw]", w)]
    for k in range(count):
        if k % 3 < 2:
            parts = [rng.choice(SUBJECTS), rng.choice(VERBS), rng.choice(OBJECTS), rng.choice(TAILS)]
            text = " ".join(parts)
            if rng.random() < 0.4:
                text += ", " + rng.choice(TAILS)
        else:
            picked = [rng.choice(lips if rng.random() < 0.5 else words) for _ in range(rng.randint(6, 10))]
            if rng.random() < 0.5:
                picked[len(picked) // 2] += ","
            text = " ".join(picked)
        yield text[0].upper() + text[1:] + rng.choice("...?!")


def syllables(rng, count, language):
    """Made-up words of open and closed syllables, spelled as the language's letter rules read them."""
    vowels = {"cs": "a e i o u á í".split(), "fi": "a e i o u y aa ii uu".split()}.get(language, list("aeiou"))
    onsets = ONSETS + {
        "it": "sci ci gi ch gn r qu".split(), "cs": "š č ž h j c r ch".split(),
        "fi": "h j r v".split(), "ca": "x j ny ll r".split(), "ru": "sh h zh r".split(),
    }[language]
    extra = {"sh": "ш", "h": "х", "zh": "ж", "r": "р"}
    for _ in range(count):
        line = []
        for _ in range(rng.randint(5, 9)):
            word = ""
            for _ in range(rng.randint(1, 3)):
                onset, vowel = rng.choice(onsets), rng.choice(vowels)
                if language == "ru":
                    onset, vowel = extra.get(onset) or CYRILLIC[onset], CYRILLIC[vowel]
                if onset == "ch" and language == "it":
                    vowel = rng.choice("ei")
                if onset == "qu":
                    vowel = rng.choice("ae")
                word += onset + vowel
            if language in ("cs", "ca") and rng.random() < 0.3:
                word += rng.choice("m p n s f l".split())
            line.append(word)
        if rng.random() < 0.4:
            line[len(line) // 2] += ","
        yield " ".join(line) + "."


def sentences(language, seed, count):
    """`count` sentences, the same for the same arguments on every machine."""
    rng = random.Random(seed)
    return list(english(rng, count) if language == "en" else syllables(rng, count, language))
