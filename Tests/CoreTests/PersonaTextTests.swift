import Core
import Testing

@Suite struct PersonaTextTests {
    @Test("places are filled with their values, once, and those without one are left out")
    func filling() {
        let text = PersonaText("Hello ${ name }, from ${city_2}. Costs $5 {name} ${name}")
        #expect(text.variables == ["name", "city_2"])
        #expect(
            text.filled(with: ["name": "${city_2}", "x": "y"]) == "Hello ${city_2}, from . Costs $5 {name} ${city_2}")
    }
}
