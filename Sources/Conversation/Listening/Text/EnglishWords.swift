/// Closed classes of English words, and the open ones of which conversations are full.
enum EnglishWords {
    static let articles: Set<String> = [
        "a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "this", "these", "those", "some", "any",
        "every", "each", "no", "another", "both", "several", "many", "much", "few", "which", "whose",
    ]
    /// May end a sentence too: "is it this", "I want both".
    static let articlesThatStand: Set<String> = [
        "this", "these", "those", "some", "any", "each", "another", "both", "several", "many", "much", "no", "her",
        "few", "his",
    ]
    static let prepositions: Set<String> = [
        "of", "to", "in", "on", "at", "for", "from", "with", "about", "by", "into", "onto", "between", "through",
        "during", "without", "within", "against", "towards", "toward", "under", "over", "behind", "beside", "near",
        "than", "per", "via", "until", "till", "since", "around", "across", "along", "above", "below", "beyond",
        "like", "as", "off", "inside", "outside", "after", "before",
    ]
    /// May follow a verb and end the sentence: "log in", "find out", "come over".
    static let particles: Set<String> = [
        "in", "on", "off", "over", "around", "through", "inside", "outside", "before", "after", "about", "near", "by",
        "behind", "along", "under", "above", "below", "to", "with", "for", "from", "at", "of", "like",
    ]
    static let conjunctions: Set<String> = [
        "and", "or", "but", "because", "if", "when", "while", "although", "though", "unless", "so", "that", "whether",
        "where", "who", "what", "why", "how", "which", "whose", "nor", "plus", "cause", "except", "whenever",
        "wherever",
    ]
    static let hesitations: Set<String> = ["um", "uh", "uhm", "er", "erm", "hmm", "hm", "mm", "ah", "eh"]
    static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "am", "be", "been", "being", "do", "does", "did", "have", "has", "had", "can",
        "could", "will", "would", "shall", "should", "may", "might", "must", "i'm", "you're", "he's", "she's", "it's",
        "we're", "they're", "i've", "you've", "we've", "they've", "i'd", "you'd", "we'd", "they'd", "i'll", "you'll",
        "we'll", "they'll", "it'll", "there's", "that's", "what's", "who's", "where's", "how's", "don't", "doesn't",
        "didn't", "can't", "couldn't", "won't", "wouldn't", "shouldn't", "isn't", "aren't", "wasn't", "weren't",
        "haven't", "hasn't", "hadn't", "gonna", "wanna", "gotta", "let's",
    ]
    static let forms: Set<String> = ["is", "are", "was", "were", "am", "isn't", "aren't", "wasn't", "weren't"]
    static let subjects: Set<String> = ["i", "we", "he", "she", "they"]
    static let pronouns: Set<String> = [
        "i", "you", "we", "he", "she", "it", "they", "there", "one", "someone", "anyone", "everyone", "somebody",
        "anybody", "everybody", "people", "this", "that", "these", "those", "visitors", "children", "kids", "students",
    ]
    static let questions: Set<String> = [
        "what", "which", "who", "whom", "whose", "where", "when", "why", "how", "what's", "who's", "where's", "how's",
        "when's", "why's",
    ]
    static let adverbs: Set<String> = [
        "very", "more", "most", "too", "quite", "rather", "really", "just", "also", "even", "only", "still", "always",
        "never", "usually", "often", "probably", "perhaps", "maybe", "actually", "basically", "not", "about", "almost",
        "exactly", "please", "currently", "then",
    ]
    /// Before "that": a clause follows.
    static let opensClause: Set<String> = [
        "think", "know", "said", "say", "says", "told", "believe", "see", "saw", "sure", "heard", "hope", "me",
        "so", "and", "but", "or", "in", "of", "thing", "fact", "read", "thought", "knew", "you", "us", "mean", "feel",
    ]
    /// Say nothing but how much of what follows.
    static let degrees: Set<String> = [
        "very", "really", "more", "just", "also", "even", "only", "not", "quite", "rather", "every",
    ]
    /// Transitive, but often said without an object in questions for the way: "how do I order".
    static let standAlone: Set<String> = [
        "use", "open", "install", "order", "reserve", "reach", "enter", "change", "choose", "visit",
    ]
    /// Say nothing without the noun they belong to, or seldom do.
    static let attributes: Set<String> = [
        "best", "next", "first", "last", "nearest", "closest", "new", "other", "same", "main", "total", "average",
        "whole", "own", "different", "certain", "possible", "good", "big", "small", "old", "early", "annual", "monthly",
        "daily", "weekly", "public", "special", "free", "cheap", "cheapest", "fastest", "maximum", "minimum", "final",
        "second", "third", "current", "personal", "additional", "extra", "full", "single", "double", "short", "long",
    ]
    /// Nouns that seldom stand without "of" something, unless they are somebody's: "your name".
    static let relations: Set<String> = [
        "kind", "sort", "type", "number", "amount", "lot", "couple", "level", "name", "cost", "price", "difference",
        "way", "time", "rest", "end", "top", "back", "middle", "list", "copy", "part", "piece", "cup", "glass", "bit",
    ]
    static let possessives: Set<String> = ["my", "your", "his", "her", "its", "our", "their"]
    /// Want an object.
    static let transitive: Set<String> = [
        "need", "want", "tell", "give", "show", "get", "find", "buy", "have", "take", "put", "bring", "send", "explain",
        "describe", "offer", "include", "recommend", "use", "make", "see", "bought", "found", "got", "took", "had",
        "told", "gave", "lost", "sent", "needed", "wanted", "know", "think", "say", "said", "mean", "believe", "guess",
        "hope", "wonder", "wondering", "looking", "trying", "going", "like", "love", "prefer", "visit", "choose",
        "change", "set", "add", "keep", "let", "ask", "open", "read", "write", "hear", "contain", "cover", "provide",
        "require", "receive", "install", "order", "reserve", "borrow", "rent", "hold", "meet", "reach", "enter", "pick",
        "saw", "heard", "thought", "called", "named", "asked", "tried", "planning", "hoping", "about", "understand",
    ]
    static let verbs: Set<String> = transitive.union([
        "work", "cost", "go", "come", "start", "begin", "end", "close", "stop", "leave", "arrive", "pay", "cancel",
        "book",
        "sign", "log", "register", "contact", "call", "help", "speak", "talk", "live", "stay", "eat", "drink", "park",
        "travel", "walk", "drive", "run", "play", "learn", "teach", "join", "apply", "wait", "happen", "mean", "do",
        "look", "last", "return", "download", "upload", "update", "delete", "reset", "connect", "turn", "charge",
        "fit", "weigh", "deliver", "ship", "repair", "fix", "clean", "feel", "sleep", "sit", "stand", "be", "move",
        "handle", "store", "save", "win", "lose", "enjoy", "wear", "cook", "count", "support", "accept", "allow",
        "sell",
        "serve", "expect", "remember", "forget", "agree", "depend", "exist", "belong", "sound", "taste", "smell",
        "become", "grow", "build", "measure", "check", "print", "pronounce", "spell", "protect", "prevent", "avoid",
    ])
    static let whole: Set<String> = [
        "hello", "hi", "hey", "goodbye", "bye", "bye bye", "thanks", "thank you", "thank you very much", "no thanks",
        "no thank you", "yes please", "that's all", "that is all", "that's it", "good morning", "good evening",
        "good afternoon", "good night", "see you", "see you later", "never mind", "stop", "go on", "continue",
        "how are you", "how are you doing", "what's up", "who are you", "what are you", "are you there", "help",
        "can you help me", "could you help me", "can you hear me", "repeat that", "say that again", "pardon",
        "nice to meet you", "thanks a lot", "i don't know", "i see", "all right", "sorry", "excuse me", "hello ada",
    ]
}
