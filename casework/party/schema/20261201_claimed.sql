-- The code that whoever signed up gave, which nobody has checked: it is nobody's yet, and several may claim one.
ALTER TABLE party_party ADD COLUMN claimed TEXT NOT NULL DEFAULT '';
