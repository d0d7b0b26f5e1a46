"""SMS through Twilio: the plainest phone as an equal.

`channel` is the whole channel; the files beside it are one part each: `signature` (who asks), `manner` (what
SMS adds to settling a text), `words` (Twilio's and the networks' own), `sending`, `catching_up`, `transport`
(how requests reach Twilio) and `codes` (what its errors mean).
"""
