extension OpenEndings {
    /// Words that separable verbs or stranded prepositions may leave at the end are not among the first.
    static let dutch = OpenEndings(
        words: """
            de een mijn jouw uw onze ons en of maar want omdat als terwijl hoewel voordat nadat tenzij van met zonder
            tussen wegens sinds te heel zeer welke eh ehm uh
            """,
        beginnings: """
            ik wil; ik wil graag; ik zou graag; ik zoek; ik heb; ik ben; waar is; wat is; wie is; wanneer is; waar kan
            ik; hoe kan ik; kan ik; kunt u; kunt u mij; kunt u mij zeggen; is er; zijn er; heeft u; hebben jullie; wat
            kost; hoeveel kost; hoe lang; hoeveel
            """,
        whole: """
            hallo; goedemorgen; goedemiddag; goedenavond; dag; dank u; dank u wel; dank je wel; bedankt; ja; nee; nee
            dank u; tot ziens; hoe gaat het; hoe gaat het met u; wie ben je; wie bent u
            """)
}
