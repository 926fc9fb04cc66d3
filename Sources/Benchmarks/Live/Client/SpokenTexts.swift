/// What the measured avatars say: short and long, statements and questions, numbers, names, plosives and vowels first.
enum SpokenTexts {
    static let short = [
        "Hello.", "Yes, of course.", "Good morning.", "Apples are red.", "Please wait a moment.", "I am not sure.",
        "What is your name?", "Thank you very much.", "Today is Tuesday.", "Under the bridge.", "My pleasure!",
        "It costs 25 dollars.",
    ]

    static let long = [
        """
        People often ask me how a photograph can speak, and the answer is simple: I was filmed for two minutes, and \
        every mouth you see is one of mine.
        """,
        """
        The meeting starts at half past nine in the large room on the second floor. Bring your notes, a pen and \
        something to drink, because it may take a while before we are through with everything.
        """,
        """
        Nobody expected the weather to change so quickly: in the morning the sun was shining, at noon it rained, and by \
        the evening there was snow on all the roofs of the old town, from the market place down to the river.
        """,
        """
        When you have finished the first exercise, please turn the page and read the second one aloud. Do not hurry; \
        what counts is that every word can be understood by somebody who sits at the other end of the room.
        """,
        """
        Our shop is open from Monday to Friday, from eight in the morning until six in the evening, and on Saturdays \
        until one. Outside of these hours you can leave a message, and we will call you back as soon as possible.
        """,
    ]

    /// Speech for about twenty seconds.
    static func lecture(_ number: Int) -> String { long[number % long.count] + " " + long[(number + 1) % long.count] }
}
