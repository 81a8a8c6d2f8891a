// Command htmx makes the copy of htmx that the pages embed: the published file of one
// version, transpiled to Chromium 78 and minified, so that old domestic browsers parse it.
// Two places are altered: it believes that the browser has no session storage, in which it
// would keep the addresses of pages, and its eval is gone.
//
// It is run by hand when the version changes:
//
//	npm pack htmx.org@2.0.11 && tar xzf htmx.org-2.0.11.tgz
//	cd tools/htmx && go run . ../../htmx/dist/htmx.js ../../internal/web/static/htmx.js
//
// It is a module of its own, so that esbuild is no dependency of the product.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const notice = "/*! htmx 2.0.11, Zero-Clause BSD (0BSD), https://htmx.org; transpiled to Chromium 78, without session storage and eval */\n"

// alter lists what is replaced before transpiling; each text must occur exactly once.
var alter = [][2]string{
	{"    const test = 'htmx:sessionStorageTest'\n    try {", "    return false\n    const test = ''\n    try {"},
	{"return eval(str)", "return undefined"},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "htmx:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: htmx published.js embedded.js")
	}
	src, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	text := string(src)
	for _, a := range alter {
		if n := strings.Count(text, a[0]); n != 1 {
			return fmt.Errorf("%q occurs %d times", a[0], n)
		}
		text = strings.Replace(text, a[0], a[1], 1)
	}
	out := api.Transform(text, api.TransformOptions{
		Loader:            api.LoaderJS,
		Engines:           []api.Engine{{Name: api.EngineChrome, Version: "78"}},
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
	})
	if len(out.Errors) > 0 {
		return fmt.Errorf("%s", out.Errors[0].Text)
	}
	return os.WriteFile(args[1], append([]byte(notice), out.Code...), 0o644)
}
