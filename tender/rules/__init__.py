"""Rules at work (规则检查): nouns gathered from the book and the register, provisions answered over them."""
