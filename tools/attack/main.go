// Command attack stands between scanners that others wrote and a running center, for scripts/attack. It
// signs in as everybody of the demo, walks through their pages, and makes from the list of all routes one
// target each: an address that exists, with every parameter, part of the path and field that the page or
// its twin in the interface knows. The scanners get plain links and forms; the relay adds the session or
// the key, the token and the number of the form, and writes JSON where the interface wants it. It counts
// which targets were attacked by whom, so that "nothing was found" says over how much.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// A route is one line of the list that the program wrote of its own routes.
type route struct {
	Method  string   `json:"method"`
	Pattern string   `json:"pattern"`
	Roles   []string `json:"roles"` // who may ever call it; none: anybody
	Bearer  bool     `json:"bearer"`
	Twin    string   `json:"twin"` // the address of the interface with the same input
}

func main() {
	log.SetFlags(0)
	routes := flag.String("routes", "", "list of the routes (JSON)")
	described := flag.String("described", "docs/openapi.json", "description of the interface")
	center := flag.String("center", "", "address of the center")
	control := flag.Bool("control", false, "the center is the small server with planted holes")
	listen := flag.String("listen", "127.0.0.1:0", "where scanners call")
	password := flag.String("password", "", "password of everybody")
	folder := flag.String("out", ".", "folder for the lists that sqlmap reads")
	parts := flag.Int("parts", 8, "how many turns the targets are divided into")
	flag.Parse()
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	r := &relay{center: *center, password: *password, people: map[string]*person{}, sent: map[string]map[int]int{}, kinds: map[int]map[int]int{}, took: map[int]time.Duration{}, parts: *parts}
	if *control {
		r.targets, r.parts = r.planted(), 1
	} else if err := r.prepare(*routes, *described); err != nil {
		log.Fatal(err)
	}
	if err := r.lists(*folder, "http://"+l.Addr().String()); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("ready http://%s %d\n", l.Addr(), len(r.targets))
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(srv.Serve(l))
}

// prepare signs in, walks and makes the targets.
func (r *relay) prepare(routes, described string) error {
	var list []route
	if err := load(routes, &list); err != nil {
		return err
	}
	var doc description
	if err := load(described, &doc); err != nil {
		return err
	}
	w := newWalk(r, list)
	for _, x := range staff {
		p := r.person(x.login)
		if err := p.enter(); err != nil {
			return fmt.Errorf("%s: %w", x.login, err)
		}
		n := w.through(p)
		log.Printf("%s：%d 个页面", x.login, n)
	}
	w.through(r.person(""))
	for i := range list {
		r.targets = append(r.targets, w.targets(&list[i], doc)...)
	}
	for _, t := range r.targets {
		w.settle(t)
	}
	r.order()
	return nil
}

func load(file string, v any) error {
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	return err
}

// planted are the targets of the control: a hole in each place that scanners can change through the relay.
func (r *relay) planted() (out []*target) {
	add := func(method, pattern, part, where, name string, bearer bool) {
		t := &target{route: &route{Method: method, Pattern: pattern, Bearer: bearer}, who: r.person(""), bare: pattern, bearer: bearer}
		if part != "" {
			t.names, t.parts = []string{"id"}, []string{part}
		} else {
			t.add(where, name, "1")
		}
		out = append(out, t)
	}
	add("GET", "/query", "", "query", "id", false)
	add("GET", "/part/{id}", "1", "", "", false)
	add("POST", "/form", "", "body", "id", false)
	add("POST", "/json", "", "body", "id", true)
	return out
}
