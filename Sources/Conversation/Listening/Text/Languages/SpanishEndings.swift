extension OpenEndings {
    static let spanish = OpenEndings(
        words: """
            el la los las un una unos unas de del al a en con sin por y e o u pero que porque mi mis su sus nuestro
            nuestra muy entre hasta desde sobre hacia según aunque este esta estos estas eh em
            """,
        beginnings: """
            quiero; quisiera; me gustaría; necesito; busco; tengo; estoy; dónde está; dónde están; dónde puedo; cómo
            puedo; puedo; puede; puede decirme; me puede decir; hay; tiene; tienen; cuál es; cuánto cuesta; cuánto
            tiempo; qué es; quién es; cuándo es
            """,
        whole: """
            hola; buenos días; buenas tardes; buenas noches; gracias; muchas gracias; sí; no; no gracias; sí gracias;
            adiós; hasta luego; cómo está; cómo estás; qué tal; quién eres; quién es usted
            """)
}
