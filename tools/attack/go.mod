// The relay between scanners and a center, see main.go.
module zhibao/tools/attack

go 1.26.0

require golang.org/x/net v0.62.0
