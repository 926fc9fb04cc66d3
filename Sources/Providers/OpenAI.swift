/// OpenAI-compatible services.
enum OpenAI {}
