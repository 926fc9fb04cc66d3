internal import CEspeak
