// Package merger (并案) puts cases together: two that are tried together and each keep their number and their
// terms, or one that is taken into another and ends there. Both name the other, in their attributes and in
// their history, in one transaction.
package merger

import (
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
)

// The attributes of a case: the numbers of those with which it goes together, and of the one into which it was
// taken. Numbers hold no blank.
const (
	attrWith = "merged"
	attrInto = "merged_into"
)

// Numbers lists the cases with which a case goes together, in the order in which they came.
func Numbers(k *casework.Case) []string { return strings.Fields(k.Attrs[attrWith]) }

// Into is the number of the case into which it was taken; empty where it stands by itself.
func Into(k *casework.Case) string { return k.Attrs[attrInto] }

// Find returns the other case, which the person must be able to see. It is of the same procedure and not yet
// together with this one.
func Find(s *casework.Step, number string) (*casework.Case, error) {
	number = strings.TrimSpace(number)
	other, err := s.Office.Find(s.Ctx, s.Tx, s.Actor, number)
	switch {
	case fault.KindOf(err) == fault.Missing || err == nil && (other.Chart != s.Chart.Code || other.Center != s.Case.Center):
		return nil, fault.New(fault.Missing, "merger.missing", "没有案号为 %s 的“%s”案件，请核对案号", number, fault.Pair{s.Chart.Title, s.Chart.English}).At("number").On(s.Move.Cites())
	case err != nil:
		return nil, err
	case other.ID == s.Case.ID:
		return nil, fault.New(fault.Invalid, "merger.self", "%s 就是本案，请填写另一案件的案号", number).At("number")
	case slices.Contains(Numbers(s.Case), other.Number):
		return nil, fault.New(fault.Conflict, "merger.twice", "%s 已与本案合并，无须再次办理", number).At("number")
	}
	return other, nil
}

// With puts the case together with another, of which the system makes the move with the input. The words are
// for the histories of both.
func With(s *casework.Step, other *casework.Case, words, move string, input any) error {
	add(s, words, other.Number)
	return s.Follow(other.ID, move, input)
}

// Beside is the other end for a case that goes on: it keeps its number and its terms.
func Beside(s *casework.Step, words, lead string) { add(s, words, lead) }

// Within is the other end for a case that was taken into another.
func Within(s *casework.Step, words, lead string) {
	s.Case.SetAttr(attrInto, lead)
	s.Note("what", words+lead)
}

func add(s *casework.Step, words, number string) {
	s.Case.SetAttr(attrWith, strings.Join(append(Numbers(s.Case), number), " "))
	s.Note("what", words+number)
}
