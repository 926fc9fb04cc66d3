extension OpenEndings {
    static let french = OpenEndings(
        words: """
            le la les un une des du de d l au aux mon ma mes ton ta tes son sa ses notre votre nos vos leur leurs ce cet
            cette ces quel quelle quels quelles et ou mais car que qu parce puisque lorsque avec sans pour dans sur sous
            entre chez vers par à très trop je j euh heu hum
            """,
        beginnings: """
            je voudrais; j'aimerais; je veux; je cherche; j'ai; je suis; où est; où sont; quel est; quelle est; est-ce
            que; est-ce qu'il; qu'est-ce que; où puis-je; comment puis-je; puis-je; pouvez-vous; pouvez-vous me; pouvez-
            vous me dire; avez-vous; il y a; y a-t-il; combien coûte; combien de temps
            """,
        whole: """
            bonjour; bonsoir; salut; merci; merci beaucoup; oui; non; non merci; oui merci; s'il vous plaît; au revoir;
            comment allez-vous; comment ça va; ça va; qui êtes-vous; qui es-tu
            """)
}
