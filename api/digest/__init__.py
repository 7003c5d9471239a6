"""The daily digest: the edition of a day, the letter it is sent as, and the post that brings it once."""
