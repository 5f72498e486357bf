from agents.llm.openai_wire.engine import OpenAIWireEngine

__all__ = ["OpenAIWireEngine"]
