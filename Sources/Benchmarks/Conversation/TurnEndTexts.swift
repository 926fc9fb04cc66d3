/// What visitors say, with a pause at `|` inside an unfinished phrase, and whole questions without one.
enum TurnEndTexts {
    static let paused = lines(
        """
        What is the | price of a family ticket?
        How do I get to | the main entrance?
        I would like to know if | you have a discount for students.
        Can you tell me | when the museum closes?
        Where can I find | a quiet place to work?
        I bought a ticket yesterday and | I want to change it.
        Do you have | any rooms for tomorrow night?
        We are looking for a | good place to have dinner.
        I think that we | should take the early train.
        How much does the | guided tour cost?
        Is the | restaurant open on Sunday?
        I need a | new battery for my phone.
        What happens if | I lose my card?
        My brother wants to | learn how to swim.
        Please show me the | way to the station.
        I am calling because | my order did not arrive.
        When does the next | bus leave for the airport?
        Could you | repeat that for me?
        I have a question about | the warranty of this machine.
        What time do you | open in the morning?
        There is a problem with | my account.
        She told me that the | meeting starts at nine.
        I would like to | cancel my subscription.
        Which of these | books do you recommend?
        Are there any | parking places near the building?
        We want to visit the | castle and the old bridge.
        How long does it | take to get a new passport?
        I was wondering whether | you could help me.
        Can I pay with | a credit card?
        The first thing is that | my computer does not start.
        Who is the | person in charge of the project?
        Before we begin I | want to say thank you.
        I want to send a | letter to my mother.
        If it rains tomorrow | what can we do with the children?
        Tell me more about your | family and your work.
        I am not sure if | this is the right place.
        What is the difference between | the small and the large model?
        Should I bring my | own towel to the pool?
        The doctor said I should | drink more water.
        Why does the | light on the box turn red?
        You can give me the | short answer.
        I live in | a small town near the sea.
        Does the price include | breakfast and dinner?
        I have been trying to | reach you all morning.
        It would be great to | see the garden first.
        Can you explain how | the heating works?
        My name is | Robert Miller.
        We need a table for | four people at eight.
        What are the | rules for dogs in the park?
        I forgot the | password of my computer.
        How often should I | water the plants?
        After the show we | would like to eat something.
        Is it possible to | change the date of my flight?
        I saw on your page that | you sell bread on Monday.
        Where did you | learn to speak English?
        Let me think about | that for a moment.
        Can we bring our | dog to the hotel?
        In the morning I usually | drink two cups of coffee.
        What would be the | best day for a visit?
        I am going to | the market with my sister.
        """)

    /// Never looked at while the rules were written; spoken by other voices.
    static let pausedHeldOut = lines(
        """
        What is your | policy on returning shoes?
        How can I | turn off the alarm in the kitchen?
        I heard that the | library has moved to another street.
        Would it be possible for | my parents to come along?
        Where do I | pick up the keys for the apartment?
        I am writing a paper on | the history of the harbor.
        Are you able to | ship the table to Canada?
        The thing I like about | this city is the river.
        When will the | results of the exam be ready?
        Can somebody | help me carry these boxes?
        I lost my | bag on the train this morning.
        What kind of | insurance do I need for the car?
        We have two children and | a very old dog.
        Do I have to | wear a helmet on the tour?
        Which floor is the | conference room on?
        I would rather | stay at home tonight.
        How many people can | fit into the big hall?
        He asked me to | bring the contract on Friday.
        Is there a | pharmacy close to the hotel?
        Because of the weather | the flight is late.
        Who should I | talk to about the broken window?
        Could you send me | a list of all courses?
        I wonder why the | machine makes this noise.
        The last time I was here | the door was blue.
        What should I do when | the screen stays black?
        We would love to | see the lions and the bears.
        Did you know that | this house is two hundred years old?
        You said that I | could come back later.
        How far is it from | the airport to the center?
        I need to talk to | somebody about my bill.
        """)

    static let questions = lines(
        """
        What is your name?
        How do I reset my password?
        Where is the nearest station?
        What time do you open on Sunday?
        Do you have a discount for students?
        Is there a lift in the building?
        How much does a ticket cost?
        When does the museum close?
        Can I bring my dog?
        What do you recommend?
        Who painted this picture?
        How long does the tour take?
        Can you help me?
        Where can I park my car?
        Is the garden open in winter?
        What is the price of a family ticket?
        Can you tell me where the toilets are?
        How can I cancel my order?
        Do you speak German?
        Why is the door closed?
        Are there guided tours in the evening?
        Which train goes to the airport?
        Does the price include breakfast?
        How old is the bridge?
        What happens when I lose my card?
        Could you repeat that?
        Where do I get my tickets?
        Can I pay with a credit card?
        What languages do you speak?
        How many people work here?
        Should I make a reservation?
        What is the phone number of the office?
        Is it free for children?
        How do I get to the main entrance?
        Who is the director of the museum?
        When was the castle built?
        Can we eat in the garden?
        What should I bring to the course?
        Do I need a password?
        Where are you from?
        """)

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
