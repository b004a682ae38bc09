<?xml version="1.0"?>
<collection xmlns="http://www.loc.gov/MARC21/slim"><record>
<leader>00220nam a2200085 a 4500</leader>
<controlfield tag="001">x-2</controlfield>
</record></collection>
