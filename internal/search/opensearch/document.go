package opensearch

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/search"
	"zhibao/internal/search/words"
)

// object is JSON.
type object = map[string]any

// The server's fields. Each field of the schema has some of them, by its name behind a dot.
const (
	inText  = "t" // tokens of a text field: X_Y for a Han character and the next one, X for the last, words
	inRun   = "r" // its runs of Han, each a text of its own: _X for a character
	inKey   = "k" // what a key or tree field is found by
	inFacet = "f" // what is counted; with _1, _2 behind its name to a depth
	inMany  = "n" // how many different values are counted
	inValue = "v" // days and numbers
)

// between is how many positions lie between two texts of a field: more than any distance.
const between = 2000

// betweenRuns is how many lie between two runs: more than * reaches.
const betweenRuns = 100

// Bounds of the server: the length of its terms, and of what is found by itself without a hash.
const (
	maxTerm = 32_000
	maxKey  = 1_000
)

// settings of an index. A part of it has all documents, so that counts are exact; how many copies there
// are is up to the number of servers.
func settings() object {
	return object{
		"number_of_shards": 1, "auto_expand_replicas": "0-1", "max_result_window": 101_000, "max_terms_count": 1_000_000, "refresh_interval": "-1",
		"analysis": object{
			"tokenizer": object{"spaces": object{"type": "whitespace", "max_token_length": 1000}},
			// A pair is also entered as its first character, a character of a run also as any.
			"filter": object{
				"first": object{"type": "pattern_capture", "preserve_original": true, "patterns": []string{"^([^_]+)_"}},
				"any":   object{"type": "pattern_capture", "preserve_original": true, "patterns": []string{"^(_)"}},
			},
			"analyzer": object{
				"entered": object{"type": "custom", "tokenizer": "spaces", "filter": []string{"first"}},
				"runs":    object{"type": "custom", "tokenizer": "spaces", "filter": []string{"any"}},
				"asked":   object{"type": "custom", "tokenizer": "spaces"},
			},
		},
	}
}

// mapping says what the server does with each field.
func (x *Index) mapping(version string) object {
	text, run, key, value := object{}, object{}, object{}, object{}
	for _, f := range x.schema.Fields {
		switch f.Kind {
		case search.KindText:
			text[f.Name] = object{"type": "text", "analyzer": "entered", "search_analyzer": "asked", "position_increment_gap": between}
			run[f.Name] = object{"type": "text", "analyzer": "runs", "search_analyzer": "asked", "position_increment_gap": betweenRuns, "norms": false}
		case search.KindKey, search.KindTree:
			key[f.Name] = object{"type": "keyword", "doc_values": false}
		default:
			value[f.Name] = object{"type": "long"}
		}
	}
	of := func(properties object) object { return object{"dynamic": "strict", "properties": properties} }
	open := object{"dynamic": true, "properties": object{}}
	rule := func(path, kind string) object {
		return object{path: object{"path_match": path + ".*", "mapping": object{"type": kind}}}
	}
	return object{
		"_meta": object{"version": version}, "_source": object{"enabled": false}, "dynamic": "strict",
		"dynamic_templates": []object{rule(inFacet, "keyword"), rule(inMany, "integer")},
		"properties":        object{"id": object{"type": "keyword"}, inText: of(text), inRun: of(run), inKey: of(key), inValue: of(value), inFacet: open, inMany: open},
	}
}

// document is a document as it is sent.
func (x *Index) document(d *search.Document) object {
	text, run, key, value, facet, many := object{}, object{}, object{}, object{}, object{}, object{}
	for name, texts := range d.Texts {
		var tokens, runs []string
		for _, t := range texts {
			one, rs := cut(t)
			tokens, runs = append(tokens, strings.Join(one, " ")), append(runs, rs...)
		}
		text[name], run[name] = tokens, runs
	}
	// count enters what a facet counts, each value once.
	count := func(name string, values []string) {
		if values = distinct(values); len(values) > 0 {
			facet[name], many[name] = values, len(values)
		}
	}
	for name, keys := range d.Keys {
		f := x.fields[name]
		var nodes []string
		depths := map[int][]string{}
		for _, k := range keys {
			path := pathOf(f, valid(k))
			for i, node := range path {
				nodes = append(nodes, term(node))
				depths[i+1] = append(depths[i+1], labelled(node))
			}
			depths[0] = append(depths[0], labelled(valid(k)))
		}
		key[name] = distinct(nodes)
		if !f.Facet {
			continue
		}
		count(name, depths[0])
		delete(depths, 0)
		for depth, values := range depths {
			if f.Kind == search.KindTree {
				count(atDepth(name, depth), values)
			}
		}
	}
	for name, v := range d.Values {
		value[name] = v
		if f := x.fields[name]; f.Facet && f.Kind == search.KindDay {
			day := time.Unix(v*86400, 0).UTC()
			count(name, []string{day.Format(time.DateOnly)})
			count(atDepth(name, 1), []string{day.Format("2006")})
			count(atDepth(name, 2), []string{day.Format("2006-01")})
		}
	}
	return object{"id": d.ID, inText: text, inRun: run, inKey: key, inValue: value, inFacet: facet, inMany: many}
}

// atDepth is the server's field of a depth.
func atDepth(name string, depth int) string {
	if depth == 0 {
		return name
	}
	return name + "_" + strconv.Itoa(depth)
}

// pathOf returns the nodes by which a value is found.
func pathOf(f search.Field, value string) []string {
	if f.Kind == search.KindTree && f.Path != nil {
		return f.Path(value)
	}
	return []string{value}
}

// term is a value as it is compared. A long one is known by its hash.
func term(value string) string {
	value = words.Normal(value)
	if len(value) > maxKey {
		sum := sha256.Sum256([]byte(value))
		return "\x00" + hex.EncodeToString(sum[:])
	}
	return value
}

// labelled is a value as it is counted, cut where the server takes no more.
func labelled(value string) string {
	if len(value) > maxTerm {
		return strings.ToValidUTF8(value[:maxTerm], "")
	}
	return value
}

// distinct leaves each value once, in its order.
func distinct(list []string) (out []string) {
	seen := map[string]bool{}
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// cut makes the tokens of a text, and those of its runs of Han.
func cut(text string) (tokens, runs []string) {
	var run []string
	words.Each(text, func(t *words.Token) {
		if t.Han == 0 {
			tokens = append(tokens, string(t.Word))
			return
		}
		run = append(run, "_"+string(t.Han))
		if t.Next != 0 {
			tokens = append(tokens, string(t.Han)+"_"+string(t.Next))
			return
		}
		tokens = append(tokens, string(t.Han))
		runs = append(runs, strings.Join(run, " "))
		run = nil
	})
	return tokens, runs
}
