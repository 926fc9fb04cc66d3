extension OpenEndings {
    static let portuguese = OpenEndings(
        words: """
            o a os as um uma uns umas de do da dos das em no na num numa com sem por pelo pela pelos pelas e ou mas que
            porque se até entre sobre desde embora ao aos à às este esta estes estas hum ahn
            """,
        beginnings: """
            eu quero; quero; eu queria; queria; gostaria; gostaria de; preciso; eu preciso; procuro; tenho; estou; onde
            está; onde fica; onde é; onde posso; como posso; posso; pode; pode me dizer; pode dizer-me; há; tem; vocês
            têm; qual é; quanto custa; quanto tempo; o que é; quem é; quando é
            """,
        whole: """
            olá; oi; bom dia; boa tarde; boa noite; obrigado; obrigada; muito obrigado; muito obrigada; sim; não; não
            obrigado; tchau; adeus; como vai; tudo bem; quem é você; quem és tu
            """)
}
