extension OpenEndings {
    static let italian = OpenEndings(
        words: """
            il lo la i gli le un uno una l d di del dello della dei degli delle dell a al allo alla ai agli alle all da
            dal dalla dai in nel nello nella nei nelle nell con per su sul sulla tra fra e ed o ma che se mentre sebbene
            questo questa questi queste quale quali ehm eh
            """,
        beginnings: """
            vorrei; voglio; mi piacerebbe; ho bisogno; cerco; ho; sono; dov'è; dove sono; dove posso; come posso; posso;
            può; può dirmi; mi può dire; c'è; ci sono; avete; qual è; quanto costa; quanto tempo; che cos'è; chi è;
            quando è
            """,
        whole: """
            ciao; buongiorno; buonasera; buon giorno; buona sera; grazie; grazie mille; sì; no; no grazie; sì grazie;
            arrivederci; come sta; come stai; chi sei; chi è lei
            """)
}
