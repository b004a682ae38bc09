00200nam a2200085 a 4500001000400000008004100004245004100045500001200086650001600098a-1850101s1985    sw            000 0 swe d10aBefore the broken record /cÅsa Ek.  aIntact. 0aNeighbours.

No record at all.

00220nam a2200085 a 4500001000400000008004100004245004000045500002200085650002700107x-2850101s1985    sw            000 0 swe d10aThe broken record /cÖrjan Åberg.  aThe 2nd of three. 0aRepairxTests, golden.00180nam a2200073 a 4500001000400000245004400004500002900048650002900077b-310aBehind the broken record /cBo Ekelund.  aIn order, café and all. 0aNeighboursxGolden data.