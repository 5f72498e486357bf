"""The deep agent at work: LangChain's loop on our engines, our agents as its tools."""
