package center_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"zhibao/center/api"
)

// pagesOnly are the routes of pages that programs have no use for, each with the reason.
var pagesOnly = map[string]string{
	"GET /{$}":                                       "leads a person to the page of their work",
	"GET /guide":                                     "a text for people; the times in it are settings, the steps are charts",
	"GET /verify/proof":                              "zhibao verify --proof checks a proof off line, with nothing sent to anybody",
	"POST /verify/proof":                             "zhibao verify --proof checks a proof off line, with nothing sent to anybody",
	"GET /verify/receipt":                            "zhibao verify --receipt checks a receipt off line, with nothing sent to anybody",
	"POST /verify/receipt":                           "zhibao verify --receipt checks a receipt off line, with nothing sent to anybody",
	"GET /sign-in":                                   "makes a session; a program shows its key",
	"POST /sign-in":                                  "makes a session; a program shows its key",
	"GET /second":                                    "second factor of a session",
	"POST /second":                                   "second factor of a session",
	"POST /sign-out":                                 "ends a session",
	"GET /password/{token}":                          "a person chooses a password",
	"POST /password/{token}":                         "a person chooses a password",
	"GET /register":                                  "makes the first account of a party, before which nobody has a key",
	"POST /register":                                 "makes the first account of a party, before which nobody has a key",
	"GET /takeover":                                  "for those who have no account any more, so no key",
	"POST /takeover":                                 "for those who have no account any more, so no key",
	"GET /my/keys":                                   "a key must not make or see keys",
	"POST /my/keys":                                  "a key must not make or see keys",
	"POST /my/keys/{no}/revoke":                      "a key must not end other keys",
	"POST /work/columns":                             "which columns the browser shows",
	"POST /abnormal/leads/columns":                   "which columns the browser shows",
	"POST /abnormal/lists/columns":                   "which columns the browser shows",
	"POST /registration/columns":                     "which columns the browser shows",
	"POST /patents/columns":                          "which columns the browser shows",
	"POST /warnings/columns":                         "which columns the browser shows",
	"POST /watches/columns":                          "which columns the browser shows",
	"POST /value/columns":                            "which columns the browser shows",
	"POST /quality/columns":                          "which columns the browser shows",
	"POST /quality/cases/columns":                    "which columns the browser shows",
	"POST /admin/review/columns":                     "which columns the browser shows",
	"POST /work/undo":                                "takes back what the browser did a moment ago; a program makes the opposite move",
	"POST /case/{id}/taken":                          "a browser tells that words were copied or a page printed; what a program takes is noted as it takes it",
	"POST /work/drop":                                "a filter kept for the browser; a program keeps its own",
	"POST /board/columns":                            "which columns the browser shows",
	"POST /board/bulk":                               "the acts on many cases of POST /work/bulk, which the interface has",
	"POST /board/undo":                               "takes back what the browser did a moment ago; a program makes the opposite move",
	"POST /figures/cases/columns":                    "which columns the browser shows",
	"GET /preexam/{id}/report":                       "a print view of the findings, which a version has",
	"GET /preexam/{id}/identity/{side}/{difference}": "a picture on the page of the comparison, to be judged by eye; which one it is the interface says",
	"GET /preexam/{id}/preview":                      "shows a person how the notice will look before it is issued",
	"GET /admin/resets":                              "two administrators recognise a person and decide; a key is neither",
	"POST /admin/resets":                             "two administrators recognise a person and decide; a key is neither",
	"POST /admin/resets/{id}/{act}":                  "two administrators recognise a person and decide; a key is neither",
	"GET /admin/consents":                            "two administrators weigh a dangerous act; a key is neither",
	"GET /admin/consents/{id}":                       "two administrators weigh a dangerous act; a key is neither",
	"POST /admin/consents/{id}":                      "two administrators weigh a dangerous act; a key is neither",
	"GET /admin/audit/export":                        "a file of the audit for which another administrator answers; a program reads GET /audit, or zhibao audit at the server",
	"POST /admin/audit/export":                       "a file of the audit for which another administrator answers; a program reads GET /audit, or zhibao audit at the server",
	"GET /admin/audit/export/{id}":                   "a file of the audit for which another administrator answers; a program reads GET /audit, or zhibao audit at the server",
	"GET /admin/keys":                                "a key must not make or see keys",
	"POST /admin/keys/{no}/revoke":                   "a key must not end other keys",
	"POST /case/{id}/drafts/{draft}":                 "the editor of a draft; a program makes the move edit_paper",
	"GET /check":                                     "for those without an account, so without a key; zhibao check --format json and the upload of a draft give the same report",
	"POST /check":                                    "for those without an account, so without a key; zhibao check --format json and the upload of a draft give the same report",
	"GET /fees":                                      "a calculator for people; the fees of a case stand in its findings",
	"POST /fees":                                     "a calculator for people; the fees of a case stand in its findings",
	"GET /rules":                                     "a text for people, as docs/rules.md is",
	"POST /sign-in/passkey/begin":                    "makes a session; a program shows its key",
	"POST /sign-in/passkey":                          "makes a session; a program shows its key",
	"GET /sign-in/certificate":                       "makes a session; a program shows its key",
	"POST /sign-in/certificate":                      "makes a session; a program shows its key",
	"POST /sign-in/certificate/begin":                "makes a session; a program shows its key",
	"GET /sign-in/certificate/text":                  "makes a session; a program shows its key",
	"GET /sign-in/with/{id}":                         "makes a session; a program shows its key",
	"GET /sign-in/leave/{id}":                        "leads a browser to where its person signs out",
	"GET /sign-in/claim":                             "for those who have no account yet, so no key",
	"POST /sign-in/claim":                            "for those who have no account yet, so no key",
	"GET /sign-in/back":                              "makes a session; a program shows its key",
	"GET /my/password":                               "a person chooses a password; a key must not lock its owner out",
	"POST /my/agreement":                             "a person agrees; a key must not agree for its owner",
	"POST /my/password":                              "a person chooses a password; a key must not lock its owner out",
	"GET /my/ways":                                   "how a person signs in; a key must not add ways",
	"POST /my/ways/begin":                            "how a person signs in; a key must not add ways",
	"POST /my/ways":                                  "how a person signs in; a key must not add ways",
	"POST /my/ways/join":                             "how a person signs in; a key must not add ways",
	"GET /my/ways/certificate":                       "how a person signs in; a key must not add ways",
	"POST /my/ways/certificate":                      "how a person signs in; a key must not add ways",
	"POST /my/ways/certificate/begin":                "how a person signs in; a key must not add ways",
	"GET /my/ways/certificate/text":                  "how a person signs in; a key must not add ways",
	"POST /my/ways/{kind}/{no}/remove":               "how a person signs in; a key must not take ways away",
	"GET /admin/signin":                              "who may say who somebody is, with secrets; a key must not change that",
	"POST /admin/signin":                             "who may say who somebody is, with secrets; a key must not change that",
	"GET /admin/signin/authorities/{id}":             "who may say who somebody is; a key must not change that",
	"POST /admin/signin/authorities/{id}":            "who may say who somebody is; a key must not change that",
	"GET /admin/signin/{id}":                         "who may say who somebody is, with secrets; a key must not change that",
	"POST /admin/signin/{id}":                        "who may say who somebody is, with secrets; a key must not change that",
	"GET /my/sessions":                               "the sessions of one's own browsers",
	"POST /my/sessions/{no}/end":                     "the sessions of one's own browsers",
	"GET /admin/messages":                            "how messages leave the center, with passwords; a key must not redirect them",
	"GET /admin/messages/{channel}":                  "how messages leave the center, with passwords; a key must not redirect them",
	"POST /admin/messages/{channel}":                 "how messages leave the center, with passwords; a key must not redirect them",
	"POST /admin/messages/{channel}/test":            "how messages leave the center, with passwords; a key must not redirect them",
	"POST /admin/messages/{channel}/off":             "how messages leave the center, with passwords; a key must not redirect them",
	"GET /my/notices":                                "what one person wants to be told",
	"POST /my/notices":                               "what one person wants to be told",
	"POST /status/rate":                              "a person's opinion, given once with the code of a receipt and without a key",
	"GET /answer":                                    "makes a visit with the code on a paper; a program shows its key",
	"POST /answer":                                   "makes a visit with the code on a paper; a program shows its key",
	"POST /answer/leave":                             "ends a visit with the code on a paper",
	"POST /search/live":                              "box and form that follow each other while a person types; a program writes the query",
	"POST /work/views":                               "a filter kept for the browser; a program keeps its own",
}

// TestTwins holds the routes of the pages against the interface: each has an address that stands for
// it, with the act of the page, or a reason why there is none.
func TestTwins(t *testing.T) {
	c := open(t)
	twins := map[string][]api.Twin{}
	for _, x := range c.API.Twins() {
		for _, p := range x.Pages {
			twins[p] = append(twins[p], x)
		}
	}
	routes := map[string]bool{}
	for _, r := range c.Mux.Routes() {
		if strings.HasPrefix(r.Pattern, api.Prefix) || strings.HasPrefix(r.Pattern, "/-/") || strings.Contains(r.Pattern, "/static/") {
			continue
		}
		page := r.Method + " " + r.Pattern
		routes[page] = true
		reason, alone := pagesOnly[page]
		switch {
		case len(twins[page]) == 0 && !alone:
			t.Errorf("%s has no address under %s; describe one beside the page, or give a reason in pagesOnly", page, api.Prefix)
		case len(twins[page]) > 0 && alone:
			t.Errorf("%s stands in pagesOnly (%s) although the interface has it", page, reason)
		}
		for _, x := range twins[page] {
			if x.Adopted && x.Act != r.Act {
				t.Errorf("%s %s wants %q, its page %s wants %q", x.Method, x.Path, x.Act, page, r.Act)
			}
		}
	}
	for page := range twins {
		if !routes[page] {
			t.Errorf("an address stands for %s, which is no page", page)
		}
	}
	for page := range pagesOnly {
		if !routes[page] {
			t.Errorf("pagesOnly names %s, which is no page", page)
		}
	}
}

// TestMovesKeepTheirAddress: a move has the address of the case and its code; no address of a page may be
// the same, because programs could not make the move any more.
func TestMovesKeepTheirAddress(t *testing.T) {
	c := open(t)
	moves := map[string]string{}
	for _, ch := range c.Office.Charts() {
		for _, m := range ch.Moves {
			moves["/cases/{case}/"+m.Code] = ch.Title + "：" + m.Title
		}
	}
	if len(moves) < 100 {
		t.Fatalf("%d moves", len(moves))
	}
	for _, x := range c.API.Twins() {
		if move := moves[x.Path]; x.Adopted && x.Method == "POST" && move != "" {
			t.Errorf("%s %s is the address of the move %s", x.Method, x.Path, move)
		}
	}
}

// TestKeysForAll: every act of an address can be given to a key of somebody who may do it.
func TestKeysForAll(t *testing.T) {
	c := open(t)
	offered := c.API.Acts()
	for _, x := range c.API.Twins() {
		if x.Act != "" && x.Act != api.ActKey && !slices.Contains(offered, x.Act) {
			t.Errorf("%s %s wants %s, to which no key can be limited", x.Method, x.Path, x.Act)
		}
	}
}

// TestDescribed loads the whole description as others do: it is valid, says everything in both
// languages, describes every answer, and asks for an Idempotency-Key wherever calling twice would
// act twice.
func TestDescribed(t *testing.T) {
	c := open(t)
	doc, err := openapi3.NewLoader().LoadFromData(c.API.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if english, _ := op.Extensions["x-summary-en"].(string); seen[op.OperationID] || op.Summary == "" || english == "" {
				t.Errorf("%s %s: id %q, %q, %q", method, path, op.OperationID, op.Summary, english)
			}
			seen[op.OperationID] = true
			for status, answer := range op.Responses.Map() {
				if len(answer.Value.Content) == 0 {
					t.Errorf("%s %s: answer %s is not described", method, path, status)
				}
				for kind, m := range answer.Value.Content {
					if m.Schema == nil || kind == "application/json" && m.Schema.Value.Type == nil {
						t.Errorf("%s %s: answer %s as %s has no schema", method, path, status, kind)
					}
				}
			}
			reads := strings.HasPrefix(path, "/api/v1/uploads") || path == "/api/v1/check" || path == "/api/v1/cases/search"
			if method == "POST" && !reads && op.Parameters.GetByInAndName("header", "Idempotency-Key") == nil {
				t.Errorf("%s %s does not ask for an Idempotency-Key", method, path)
			}
		}
	}
}
