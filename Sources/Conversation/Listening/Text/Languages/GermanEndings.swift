extension OpenEndings {
    /// Words that separable verbs or stranded prepositions may leave at the end are not among the first.
    static let german = OpenEndings(
        words: """
            der die den dem des eine einen einem einer eines mein meine meinen meinem meiner dein deine deinen deinem
            deiner unser unsere unseren unserem kein keine keinen keinem keiner und oder aber weil wenn ob dass obwohl
            während bevor nachdem falls sondern sowie für von ohne zwischen wegen seit zum zur im am vom beim ins ans
            aufs welche welchen welchem welcher sehr ziemlich äh ähm öh hm
            """,
        beginnings: """
            ich möchte; ich hätte gern; ich hätte gerne; ich brauche; ich suche; ich will; ich habe; ich bin; ich würde
            gern; wo ist; was ist; wer ist; wie ist; wann ist; wo kann ich; wie kann ich; kann ich; können sie; können
            sie mir; können sie mir sagen; gibt es; haben sie; was kostet; wie viel kostet; wie lange; wie viel; wie
            viele
            """,
        whole: """
            hallo; guten tag; guten morgen; guten abend; danke; danke schön; vielen dank; ja; nein; ja bitte; nein
            danke; auf wiedersehen; tschüss; stopp; noch einmal bitte; wie geht es ihnen; wie heißen sie; wer bist du;
            wer sind sie
            """)
}
