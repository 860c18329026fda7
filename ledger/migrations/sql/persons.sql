-- One number is one person's, however it was typed.
UPDATE account_persons SET person = regexp_replace(normalize(person, NFKC), '\s', '', 'g')
WHERE person <> regexp_replace(normalize(person, NFKC), '\s', '', 'g');
