package text

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// A register holds the names from which invented persons and places are made.
type register struct {
	surnames     []string
	given        []string
	seats, roads []string
}

// readRegister reads people.txt: a word that says which list, then its entries. The lists are
// of different lengths, so that names do not come round with the same partner.
func readRegister(src string) register {
	r := register{}
	for line := range strings.Lines(src) {
		f := strings.Fields(line)
		switch f[0] {
		case "surnames":
			r.surnames = strings.Split(f[1], "")
		case "given":
			r.given = f[1:]
		case "seats":
			r.seats = f[1:]
		case "roads":
			r.roads = f[1:]
		}
	}
	return r
}

// Person returns the n-th invented person as an inventor. The identity number is formed by the
// standard, its check digit is right, and the birthday is always the first of a month, the month
// and the order number being those of nobody in particular.
func Person(n int) filing.Inventor {
	r := corpus().people
	name := r.surnames[n%len(r.surnames)] + r.given[(n/len(r.surnames)+7*n)%len(r.given)]
	id := fmt.Sprintf("330108%04d%02d01%03d", 1970+n%25, 1+(n/25)%12, 1+(n/300)%9)
	return filing.Inventor{Name: name, Country: "中国", ID: id + identityCheck(id)}
}

// identityCheck computes the last character of an identity number (GB 11643).
func identityCheck(id string) string {
	sum, weight := 0, 1
	for i := len(id) - 1; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(id[i]-'0') * weight
	}
	return string("10X98765432"[sum%11])
}

// Company returns the k-th invented applicant of a field, with a valid code and a seat in
// Hangzhou.
func Company(field string, k int) filing.Applicant {
	c := corpus()
	r := c.people
	n := 8*slices.Index(c.fields, field) + k
	word := strings.NewReplacer("与", "", "新能源", "").Replace(field)
	return filing.Applicant{
		Name: "杭州示例" + strings.Split("甲乙丙丁戊己庚辛", "")[k%8] + word + "有限公司",
		Type: "企业", Code: creditCode(n), Country: "中国", Mail: fmt.Sprintf("ip%03d@example.com", n),
		Province: "浙江省", City: "杭州市",
		Street:   r.seats[n%len(r.seats)] + r.roads[n%len(r.roads)] + strconv.Itoa(100+n) + "号",
		Postcode: "310000", Phone: fmt.Sprintf("0571-8600%04d", n),
	}
}

// creditCode forms a unified social credit code (GB 32100) around the organisation code MA000nnn.
func creditCode(n int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	org := fmt.Sprintf("MA0%05d", n)
	sum := 0
	for i, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		v := int(org[i] - '0')
		if org[i] >= 'A' { // letters count from 10 on
			v = int(org[i]-'A') + 10
		}
		sum += v * w
	}
	code := "91330108" + org + string("0123456789X0"[(11-sum%11)])
	sum, weight := 0, 1
	for i := range code {
		sum += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + string(alphabet[(31-sum%31)%31])
}

// Office returns the k-th invented agency with two agents.
func Office(k int) *filing.Agency {
	k %= 4
	code := strconv.Itoa(33901 + k)
	a := &filing.Agency{Name: "杭州示例" + []string{"春", "夏", "秋", "冬"}[k] + "专利代理事务所（普通合伙）", Code: code, Declared: true}
	for i := range 2 {
		a.Agents = append(a.Agents, filing.Agent{
			Name: Person(2900 + 2*k + i).Name, Licence: fmt.Sprintf("%s%05d.%d", code, 1230+7*k+i, (3*k+i)%10),
			Phone: fmt.Sprintf("0571-8700%04d", 10*k+i),
		})
	}
	return a
}

// signedOn is the day on which the demonstration's papers are signed.
func signedOn() filing.Date { return filing.Date{Year: 2026, Month: 11, Day: 2} }

// requestForm fills in the request form and the forms that go with it.
func (w *writer) requestForm() {
	a, r := &w.app, &w.app.Request
	r.Title, r.InternalNo = a.Title, fmt.Sprintf("DEMO%05d", w.index+1)
	for k := range 1 + w.rng.IntN(4) {
		r.Inventors = append(r.Inventors, Person(w.index*4+k))
	}
	r.EarlyPublish = a.Kind == filing.Invention
	r.SignedOn = signedOn()
	a.Undertaking = true
	if a.Kind == filing.Invention {
		a.Examination = &filing.Examination{Title: a.Title, NoAmendment: true, SignedOn: signedOn()}
	}
	var agency *filing.Agency
	if w.index%3 != 0 {
		agency = Office(w.index)
	}
	*a = a.For(Company(w.field, w.index%4), agency)
}

// For returns the application with another applicant, and with or without an agency. Contact,
// signatures and mandate follow.
func (a Application) For(p filing.Applicant, agency *filing.Agency) Application {
	a = a.clone()
	if a.clean != nil {
		c := a.clean.For(p, agency)
		a.clean = &c
	}
	r := &a.Request
	r.Applicants, r.Agency, r.Signature = []filing.Applicant{p}, copied(agency), p.Name
	who := Person(2600 + a.Index)
	r.Contact = &filing.Contact{
		Name: who.Name, Phone: fmt.Sprintf("1390000%04d", a.Index), Mail: p.Mail, Postcode: p.Postcode,
		Province: p.Province, City: p.City, Street: p.Street,
	}
	if a.Examination != nil {
		a.Examination.Applicant, a.Examination.Signature = p.Name, p.Name
	}
	a.Mandate = nil
	if agency != nil {
		r.Signature = agency.Name
		if a.Examination != nil {
			a.Examination.Signature = agency.Name
		}
		a.Mandate = &filing.Mandate{
			Agency: agency.Name, Code: agency.Code, Title: r.Title, Principals: []string{p.Name},
			AgencySeal: agency.Name, On: signedOn(), SameAsScan: true,
		}
		for _, g := range agency.Agents {
			a.Mandate.Agents = append(a.Mandate.Agents, g.Name)
		}
	}
	return a
}

// By returns the application with other inventors.
func (a Application) By(inventors ...filing.Inventor) Application {
	a = a.clone()
	if a.clean != nil {
		c := a.clean.By(inventors...)
		a.clean = &c
	}
	a.Request.Inventors = slices.Clone(inventors)
	return a
}

// Through returns the application with another person as contact.
func (a Application) Through(contact string) Application {
	a = a.clone()
	if a.clean != nil {
		c := a.clean.Through(contact)
		a.clean = &c
	}
	a.Request.Contact.Name = contact
	return a
}
