package store

import (
	"fmt"
	"slices"
	"strings"
)

// sqliteTypes are the portable column types and what SQLite's strict tables call them.
var sqliteTypes = map[string]string{
	"BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "BYTEA": "BLOB", "TEXT": "TEXT",
}

// unportable are words that one engine accepts and the other misunderstands: INTEGER has 64
// bits in SQLite and 32 in PostgreSQL.
var unportable = map[string]string{
	"INTEGER": "BIGINT", "INT": "BIGINT", "SMALLINT": "BIGINT", "SERIAL": "BIGINT",
	"BIGSERIAL": "BIGINT", "REAL": "DOUBLE PRECISION", "FLOAT": "DOUBLE PRECISION",
	"BLOB": "BYTEA", "VARCHAR": "TEXT", "CHAR": "TEXT", "JSON": "TEXT", "JSONB": "TEXT",
	"TIMESTAMP": "BIGINT", "TIMESTAMPTZ": "BIGINT", "STRICT": "nothing", "AUTOINCREMENT": "nothing",
}

// postgresDDL splits a migration into statements and refuses what is not portable.
func postgresDDL(script string) ([]string, error) {
	var out []string
	for _, words := range statements(script) {
		if words = meant(words, "POSTGRES", "SQLITE"); words == nil {
			continue
		}
		if err := portable(words); err != nil {
			return nil, err
		}
		out = append(out, strings.TrimSpace(strings.Join(words, "")))
	}
	return out, nil
}

// sqliteDDL also writes the types as SQLite has them, and makes every table strict: an
// ordinary one would take text into a number column.
func sqliteDDL(script string) ([]string, error) {
	var out []string
	for _, words := range statements(script) {
		if words = meant(words, "SQLITE", "POSTGRES"); words == nil {
			continue
		}
		if err := portable(words); err != nil {
			return nil, err
		}
		if schemaChange(words) {
			words = sqliteWords(words)
		}
		text := strings.TrimSpace(strings.Join(words, ""))
		if startsWith(words, "CREATE", "TABLE") {
			text += " STRICT"
		}
		out = append(out, text)
	}
	return out, nil
}

// meant leaves the name of the engine away with which a statement for one engine alone begins, and returns nil for
// one that is meant for the other: a trigger, which each engine writes in its own way.
func meant(words []string, own, other string) []string {
	switch {
	case startsWith(words, other):
		return nil
	case startsWith(words, own):
		i := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, own) })
		return words[i+1:]
	}
	return words
}

// sqliteWords replaces the types; quoted text is a word of its own and stays.
func sqliteWords(words []string) []string {
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		w := strings.ToUpper(words[i])
		switch {
		case w == "DOUBLE" && i+2 < len(words) && strings.EqualFold(words[i+2], "PRECISION"):
			out = append(out, "REAL")
			i += 2
		case sqliteTypes[w] != "":
			out = append(out, sqliteTypes[w])
		default:
			out = append(out, words[i])
		}
	}
	return out
}

// portable refuses types that mean different things to the engines.
func portable(words []string) error {
	if !schemaChange(words) {
		return nil
	}
	for _, w := range words {
		if instead, bad := unportable[strings.ToUpper(w)]; bad {
			return fmt.Errorf("store: %s is not portable, use %s", w, instead)
		}
	}
	return nil
}

// schemaChange reports whether column types may occur in the statement.
func schemaChange(words []string) bool {
	return startsWith(words, "CREATE", "TABLE") || startsWith(words, "ALTER", "TABLE")
}

// startsWith compares the first words, white space and case apart.
func startsWith(words []string, want ...string) bool {
	for _, w := range words {
		if strings.TrimSpace(w) == "" {
			continue
		}
		if !strings.EqualFold(w, want[0]) {
			return false
		}
		if want = want[1:]; len(want) == 0 {
			return true
		}
	}
	return false
}

// statements cuts a script at its semicolons, each statement into words, quoted text,
// white space and single characters. Comments become a space. The semicolons within a trigger of
// SQLite end its statements and not the trigger, which ends with END.
func statements(script string) [][]string {
	var all [][]string
	var words []string
	end := func() {
		if strings.TrimSpace(strings.Join(words, "")) != "" {
			all = append(all, words)
		}
		words = nil
	}
	for script != "" {
		n := tokenLength(script)
		switch t := script[:n]; {
		case t == ";" && (!startsWith(words, "SQLITE", "CREATE", "TRIGGER") || strings.EqualFold(words[len(words)-1], "END")):
			end()
		case strings.HasPrefix(t, "--"), strings.HasPrefix(t, "/*"):
			words = append(words, " ")
		default:
			words = append(words, t)
		}
		script = script[n:]
	}
	end()
	return all
}

// tokenLength returns how much of s, which is not empty, is its first word, comment, quoted
// text, white space or single character.
func tokenLength(s string) int {
	switch {
	case strings.HasPrefix(s, "--"):
		return upTo(s, "\n", 2)
	case strings.HasPrefix(s, "/*"):
		return upTo(s, "*/", 2)
	case s[0] == '\'', s[0] == '"':
		// A doubled quote inside ends one token and begins the next, which joins again.
		return upTo(s, s[:1], 1)
	}
	n := 0
	for n < len(s) && wordByte(s[n]) {
		n++
	}
	if n == 0 {
		for n < len(s) && strings.IndexByte(" \t\r\n", s[n]) >= 0 {
			n++
		}
	}
	return max(n, 1)
}

// upTo returns the length of s up to and including end, searched from the given offset.
func upTo(s, end string, from int) int {
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
