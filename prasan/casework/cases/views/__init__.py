"""The pages of a case. Each: parse, gate, act, render. Every page of a case keeps the safe-contact banner on top and cannot be printed by itself."""
