import Testing

@testable import Speech

/// Sentences as people write them, put down before the rules were tuned; none of them is among the rules' examples.
struct HeldOutReadingTests {
    static let sentences = [
        (
            "The ticket is $24.99 plus 8% tax.",
            "The ticket is twenty four dollars and ninety nine cents plus eight percent tax."
        ),
        ("We open Mon-Fri 8:30–18:00.", "We open Mon-Fri eight thirty to eighteen hundred."),
        (
            "It weighs 1.2 kg and is 45 cm tall.",
            "It weighs one point two kilograms and is forty five centimeters tall."
        ),
        ("Between 3 and 4 million people", "Between three and four million people"),
        (
            "Mail support@visavis.example or call 0800 123456.",
            "Mail support at visavis dot example or call zero eight zero zero, one two three four five six."
        ),
        (
            "The meeting on March 3, 2027 starts at 2 pm.",
            "The meeting on March third, twenty twenty seven starts at two P M."
        ),
        ("About ¾ of the 1,500 seats", "About three quarters of the one thousand five hundred seats"),
        ("Prof. Lee wrote ch. 7 in 1999.", "professor Lee wrote chapter seven in nineteen ninety nine."),
        ("Use Wi-Fi at 5 GHz, not 2.4GHz.", "Use why fi at five gigahertz, not two point four gigahertz."),
        ("Henry VIII had 6 wives.", "Henry the eighth had six wives."),
        ("The score was 3:1 after 90 min.", "The score was three to one after ninety minutes."),
        ("It's 72°F or about 22 °C.", "It's seventy two degrees Fahrenheit or about twenty two degrees Celsius."),
        ("Flight BA117 leaves from gate B12.", "Flight B ay one hundred and seventeen leaves from gate B twelve."),
        ("See docs.visavis.example for the API.", "See docs dot visavis dot example for the ay P I."),
        ("Our HQ is at 221 Baker St. in London.", "Our H Q is at two hundred and twenty one Baker street in London."),
        ("a 4-day trip", "a four day trip"), ("20,000 leagues", "twenty thousand leagues"),
        ("The 21st century began in 2001.", "The twenty first century began in two thousand one."),
        ("It rose by 0.5% in Q3.", "It rose by zero point five percent in Q three."),
        ("a 1080p video at 60 fps", "a ten eighty p video at sixty frames per second"),
    ]

    @Test("sentences are read as a person would", arguments: sentences)
    func sentence(text: String, said: String) throws {
        let found = try SpeakableText(text, reading: Reading(rules: .english)).map(\.spoken).joined(separator: " ")
        #expect(found.lowercased() == said.lowercased())
    }
}
