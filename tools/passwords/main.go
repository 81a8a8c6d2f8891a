// Command passwords makes internal/identity/stolen.bin from a list of stolen passwords, the most frequent
// first, one a line: of each that is long enough to be chosen here, five bytes of a digest, in order.
//
// The list is "10-million-password-list-top-1000000" of SecLists (MIT licence), from the collection that
// Mark Burnett gave away. Only digests are kept: some of what people chose names them.
//
//	go run . 10_million_password_list_top_1M.txt ../../internal/identity/stolen.bin
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: passwords LIST OUT")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write reads the list and writes the digests.
func write(list, out string) error {
	f, err := os.Open(list)
	if err != nil {
		return err
	}
	defer f.Close()
	var sums [][]byte
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		// As identity.stolen reads what somebody chose.
		p := strings.TrimRight(strings.ToLower(strings.TrimRight(lines.Text(), "\r")), ".!?#*~")
		if utf8.RuneCountInString(p) < 12 || !utf8.ValidString(p) {
			continue
		}
		sum := sha256.Sum256([]byte("zhibao stolen " + p))
		sums = append(sums, sum[:5])
	}
	if err := lines.Err(); err != nil {
		return err
	}
	slices.SortFunc(sums, bytes.Compare)
	sums = slices.CompactFunc(sums, bytes.Equal)
	fmt.Println(len(sums), "digests")
	return os.WriteFile(out, bytes.Join(sums, nil), 0o644)
}
