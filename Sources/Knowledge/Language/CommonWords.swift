/// Words in which questions are wrapped: a passage need not have them, and having them says little.
enum CommonWords {
    static func contains(_ word: String) -> Bool { all.contains(word) }

    private static let all: Set<String> = Set(
        """
        able actually allow allowed anybody anyone anything apply ask asked away back bring bringing care case check come \
        comes coming count deal different everyone everything exactly example explain far feel figure find fine follow \
        general get gets getting give given go goes going good got great guess handle happen happened happens help hear hope \
        idea important include included including info information instead interested keep kind know leave let like likely \
        little long look looking lot make makes making mean means mention need needed needs never new next normally \
        normal nowadays one option part particular people person place planning point possible possibly probably put \
        question quick quickly quite read ready really reason regarding remember right said say says see seem send set \
        show simply somebody someone something somewhere soon sort specific stand start stay still stuff sure take takes \
        taken tell telling thank thanks thing things think thinking time today tomorrow trouble true try trying turn type \
        two understand use used useful using usual usually visit wait want wanted wants way well went wish wonder wondering \
        work works worth wrong yet now old new rid much many often always sometimes ever first last big small tell want big kinds types sorts \
        alles bekomme bekommt brauche brauchen gehen geht genau gerne gibt hilfe machen mochte sagen wissen konnten \
        aimerais besoin dire savoir veux voudrais faire aller quoi \
        decir gustaria hacer necesito quiero saber puedes \
        bisogno dire fare sapere vorrei voglio \
        dizer fazer gostaria preciso quero \
        graag hebben weten zeggen doen maken \
        chce chcialbym potrzebuje powiedziec wiedziec zrobic
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}
