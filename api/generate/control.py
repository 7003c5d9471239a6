"""What tells whether a model can tell an answer from none: two questions over sentences of our own, one of them answered there."""

SENTENCES = """《青禾镇部署防汛》（2025-06-03）
[1] 6月2日，青禾镇召开防汛工作会，镇长梁秋生主持会议。
[2] 梁秋生要求，镇水务站要在6月底前完成3座泵站的检修。"""
ANSWERED, UNANSWERED = "镇水务站要在什么时候以前完成泵站检修？", "青禾镇防汛一共花了多少钱？"
"""Models of 1.5 and of 0.5 billion parameters are sure of the first at .995 and .865, of the second at .816 and .946."""
