package search

// A Query says which documents are meant. It is one of the types below.
type Query interface{ query() }

type (
	// All is every document of the collection.
	All struct{}

	// Text finds its words one after the other in a text field (a phrase; a single word is a
	// phrase of one). Field "" means any text field of the schema that stands for all.
	Text struct {
		Field string
		Words string
	}

	// Near finds both texts in one field with at most Distance words (Han characters count one
	// each) between them; Ordered wants A in front of B.
	Near struct {
		Field    string
		A, B     string
		Distance int
		Ordered  bool
	}

	// Wild finds a word with holes: * stands for any number of characters of a word, ? for one.
	// In Han text * does not reach over punctuation, and at most 20 characters far.
	Wild struct {
		Field   string
		Pattern string
	}

	// Key finds documents that have one of the values in a key field, compared normalised.
	Key struct {
		Field  string
		Values []string
	}

	// Under finds documents with a code of a tree field at or below the given one: G06F finds
	// G06F17/30. How codes are nested is the business of the field's Tree function.
	Under struct {
		Field string
		Code  string
	}

	// Span finds documents with a day or number between From and To, both included. A nil end
	// is open.
	Span struct {
		Field    string
		From, To *int64
	}

	// And finds what all of its parts find; without any it is All.
	And struct{ Of []Query }
	// Or finds what one of its parts finds; without any it finds nothing.
	Or struct{ Of []Query }
	// Not finds what its part does not find.
	Not struct{ Of Query }
)

func (All) query()   {}
func (Text) query()  {}
func (Near) query()  {}
func (Wild) query()  {}
func (Key) query()   {}
func (Under) query() {}
func (Span) query()  {}
func (And) query()   {}
func (Or) query()    {}
func (Not) query()   {}
