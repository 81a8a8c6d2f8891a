package demo

import (
	"context"
	"fmt"
	"slices"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/patent/filing"
)

// suspects are cases that show the signs of abnormal filing which only the memory of the center sees:
// three of one applicant that differ in the names of their parts and a material alone, and one that was abnormal and comes again from
// somebody else. The last of each is left to an examiner.
func (b *builder) suspects(ctx context.Context) error {
	const desk = 3 // steps after which a case lies on the desk of an examiner
	steps := []string{"upload", "submit", "accept", "assign"}
	i, n := b.suspectable(0)
	for k, v := range [][2]string{{"轻量化", "铝合金压铸后喷涂环氧树脂粉末，以减轻重量"}, {"高刚度", "不锈钢板材折弯后激光满焊，以便于日常清洗"},
		{"绝缘型", "玻璃纤维增强尼龙一次注塑成型，以降低成本"}} {
		if err := b.suspect(ctx, made(text.New(i), v[0], v[1]), i, n, steps[:desk+k/2]); err != nil {
			return err
		}
	}
	i, first := b.suspectable(40)
	again := []string{"start", "judge", "propose", "approve", "file", "agree", "mark", preexam.Abnormal}
	if err := b.suspect(ctx, text.New(i), i, first, append(slices.Clone(steps), again...)); err != nil {
		return err
	}
	for second := range b.entities {
		if second != first && b.entities[second].agent < 0 {
			return b.suspect(ctx, text.New(i), i, second, steps)
		}
	}
	return nil
}

// suspect files an application for an entity and makes the steps as far as the gates let it.
func (b *builder) suspect(ctx context.Context, app text.Application, i, n int, steps []string) error {
	l, err := b.draftFor(ctx, app, i, n, true)
	if err != nil {
		return err
	}
	through, err := l.walk(ctx, steps)
	if err == nil && !through {
		b.say(fmt.Sprintf("      %s was not let through", app.Title))
	}
	return err
}

// suspectable returns the first text from i on that is an invention in the field of an entity without
// an agency, and the entity.
func (b *builder) suspectable(i int) (index, entity int) {
	for range text.Count() {
		app := text.New(i)
		n := slices.IndexFunc(b.entities, func(f firm) bool { return f.agent < 0 && f.field == app.Field })
		if app.Kind == filing.Invention && n >= 0 {
			return i, n
		}
		i++
	}
	return i, 0
}

// made is the application with other parts, all of which are made of a material.
func made(a text.Application, part, material string) text.Application {
	a = a.Renamed(part)
	last := &a.Sections[text.Embodiment]
	last.Paragraphs = append(last.Paragraphs, "本实施例中，各部件采用"+material+"。")
	return a
}
